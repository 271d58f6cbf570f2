#!/bin/sh
# `run` of /bin/true, by this runtime and by those that are installed: bench.sh RUNTIME BENCH [PROFILE]
set -eu
runtime=$(readlink -f "$1")
bench=$(readlink -f "$2")
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d /tmp/davit-bench-XXXXXX)
trap 'umount "$work/b/merged" 2> /dev/null; umount "$work/disk" 2> /dev/null; rm -rf "$work"; find /sys/fs/cgroup -mindepth 2 -maxdepth 2 -name davit-bench -exec rmdir {} + 2> /dev/null' EXIT
mkdir -p "$work/b" "$work/disk"
mount -t tmpfs bench "$work/disk"
mkdir "$work/disk/upper" "$work/disk/work" "$work/b/merged"
ARGS='["true"]' CGROUP=/davit-bench/b SECCOMP=${3:-} ROOTFS=merged "$here/bundle.sh" "$work/b"
mount -t overlay overlay -o "lowerdir=$work/b/rootfs,upperdir=$work/disk/upper,workdir=$work/disk/work" "$work/b/merged"
cp "$runtime" "$work/sealed"
mount --bind "$work/sealed" "$work/sealed"
mount -o remount,bind,ro "$work/sealed"
trap 'umount "$work/sealed" "$work/b/merged" "$work/disk"; rm -rf "$work"; find /sys/fs/cgroup -mindepth 2 -maxdepth 2 -name davit-bench -exec rmdir {} + 2> /dev/null' EXIT
run() { # NAME COUNT COMMAND
	name=$1
	count=$2
	shift 2
	printf '%-40s ' "$name"
	"$bench" "$count" "$@" run -b "$work/b" 'bench%' || true
}
run 'davit-runtime, read-only binary' 200 "$work/sealed" --root "$work/r1"
run 'davit-runtime, sealing itself' 200 "$runtime" --root "$work/r1"
for other in crun runc; do
	! command -v $other > /dev/null || run $other 30 $other --root "$work/r2"
done
