#!/bin/sh
# Other engines drive the runtime: peers.sh RUNTIME FOLDER [docker|podman|ctr ...]
# dockerd, podman and containerd of Debian are unpacked into FOLDER, not installed, and run with roots, sockets and
# networks of their own. Needs root. Leaves nothing behind, and checks that it does.
set -u
runtime=$(readlink -f "$1")
mkdir -p "$2"
folder=$(readlink -f "$2")
shift 2
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d /tmp/davit-peers-XXXXXX)
passed=0
failed=0

die() { echo "$*" >&2; exit 1; }
# check WHAT ACTUAL EXPECTED
check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED %s: %s\n  is:        %s\n  should be: %s\n' "$peer" "$1" "$2" "$3" >&2
	fi
}
contains() {
	case $2 in
	*"$3"*) passed=$((passed + 1)) ;;
	*) failed=$((failed + 1)); printf 'FAILED %s: %s\n  is:             %s\n  should contain: %s\n' "$peer" "$1" "$2" "$3" >&2 ;;
	esac
}
# waits for a condition, at most ten seconds
until_true() {
	n=0
	while ! eval "$1"; do
		n=$((n + 1))
		[ $n -lt 200 ] || return 1
		sleep 0.05
	done
}
milliseconds() { date +%s%3N; }
# Gives a command a terminal of its own.
on_terminal() { timeout 30 script -qec "$*" /dev/null < /dev/null; }

command -v apt-get > /dev/null || { echo 'driven by others: skipped, the peers come from Debian packages'; exit 0; }
packages='docker.io tini containerd podman conmon golang-github-containers-common libgpgme11 libassuan0 libsubid4 libdevmapper1.02.1 libip4tc2 libip6tc2 libxtables12 iptables libnftnl11 libmnl0 libnfnetlink0 libnetfilter-conntrack3'
unpack() {
	[ ! -e "$folder/unpacked" ] || return 0
	mkdir -p "$folder/deb"
	# shellcheck disable=SC2086 # a list of names
	(
		cd "$folder/deb" || exit
		apt-get download $packages > /dev/null 2>&1 ||
			{ apt-get update -qq && apt-get download $packages > /dev/null 2>&1; } ||
			die "cannot download $packages from Debian's packages"
		for deb in *.deb; do dpkg -x "$deb" "$folder/root"; done
		rm -f ./*.deb
		ln -sf xtables-nft-multi "$folder/root/usr/sbin/iptables" # what Debian's alternatives would do
	) || exit
	touch "$folder/unpacked"
}
unpack
PATH=$folder/root/usr/bin:$folder/root/usr/sbin:$PATH
export XTABLES_LIBDIR="$folder/root/usr/lib/$(uname -m)-linux-gnu/xtables"
LIBRARIES=$(echo "$folder"/root/usr/lib/*-linux-gnu | tr ' ' ':')

# Where a container, and the host, see limits: v1 or hybrid, or v2.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
	memory_limit=/sys/fs/cgroup/memory.max cpu_limit=/sys/fs/cgroup/cpu.max pids_limit=/sys/fs/cgroup/pids.max
	host_memory=/sys/fs/cgroup host_cpu=/sys/fs/cgroup
	half='50000 100000'
else
	memory_limit=/sys/fs/cgroup/memory/memory.limit_in_bytes cpu_limit=/sys/fs/cgroup/cpu/cpu.cfs_quota_us
	pids_limit=/sys/fs/cgroup/pids/pids.max
	host_memory=/sys/fs/cgroup/memory host_cpu=/sys/fs/cgroup/cpu
	half=50000
fi

# A root file system of busybox alone.
rootfs() {
	mkdir -p "$1/bin" "$1/etc" "$1/proc" "$1/sys" "$1/dev" "$1/tmp" "$1/root"
	cp "${BUSYBOX:-/usr/bin/busybox}" "$1/bin/busybox"
	for applet in sh cat echo true false sleep id ls head dd wc grep hostname kill ps env pwd touch tty stty test trap; do
		ln -f "$1/bin/busybox" "$1/bin/$applet"
	done
	printf 'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/home/user:/bin/sh\n' > "$1/etc/passwd"
	printf 'root:x:0:\nuser:x:1000:\nextra:x:2000:user\n' > "$1/etc/group"
	chmod 1777 "$1/tmp"
}
rootfs "$work/rootfs"
tar -C "$work/rootfs" -cf "$work/rootfs.tar" .

[ $# -gt 0 ] || set -- docker podman ctr
for peer; do
	. "$here/$peer.sh"
done

find /sys/fs/cgroup -depth -type d \( \( -path '*/davit-peers*' -o -name libpod_parent \) \) -exec rmdir {} + 2> /dev/null
mounts_left() { grep -c "$work" /proc/self/mountinfo; }
left() { ps -eo args | grep -e "$work" | grep -v -e grep -e peers.sh; }
until_true '[ -z "$(left)" ]'
check 'no process is left' "$(left)" ''
check 'no mount is left' "$(mounts_left)" 0
rm -rf "$work"
printf 'driven by %s: %d checks passed, %d failed\n' "$*" "$passed" "$failed"
[ "$failed" -eq 0 ]
