# What an image, a container or another user of the host may try: one function for each mitigation, which fails when
# the mitigation is taken out (mutants.py does that). ATTACKS='a b' runs some of them only.
# What a container must never reach.
outside() { rm -rf "$work/host"; mkdir -p "$work/host/vol"; echo secret > "$work/host/file"; echo secret > "$work/host/vol/file"; }
# A bundle whose root nothing has touched; arguments as for shell.
fresh() {
	rm -rf --one-file-system "$work/a"
	outside
	shell a "$1"
}
background() { # a container that stays
	rm -rf --one-file-system "$work/a"
	bundle a '["sleep","60"]'
	rt run -d -b "$work/a" a < /dev/null > /dev/null 2>&1
}
volume_at() { printf ',{"destination":"%s","type":"bind","source":"%s/vol","options":["bind"]}' "$1" "$work"; }

attack_tracing() { # An exec that is ready in the container, and has not executed yet.
	background
	printf '{"user":{"uid":0,"gid":0},"args":["true"],"env":["PATH=/bin"],"cwd":"/"}' > "$work/e.json"
	EXEC=a monitor e
	check 'descriptors of a process that joins (2016-9962)' "$(rt exec a sh -c '
		for process in /proc/[0-9]*; do
			! grep -q davit $process/comm || { echo found; readlink $process/fd/0; readlink $process/root; }
		done')" found
	kill "$holder"; wait "$holder" 2> /dev/null
	rt delete -f a
}
attack_descriptors() {
	background
	before=$failed
	for fd in 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
		[ "$failed" = "$before" ] || break
		way=/proc/self/fd/$fd/../../../../../../../../usr/bin/busybox
		[ "$(rt exec a $way echo out 2>&1)" != out ]; check "a way out by descriptor $fd (2016-9962, 2024-21626)" $? 0
	done
	rt delete -f a
}
attack_cwd() {
	background
	contains 'a working directory outside (2024-21626)' "$(rt exec --preserve-fds 6 --cwd /proc/self/fd/8 a ls 3< /dev/null 4<&3 5<&3 6<&3 7<&3 8< "$work" 2>&1)" \
		"outside of the container's root"
	rt delete -f a
}
# /proc/self/exe is executed in the container and stays there, with the file named as its log a FIFO; the container
# opens it, lets it end, and writes. Nobody executes the file any more then. The runtime is a copy.
attack_seal() {
	[ -z "$sanitized" ] || return 0 # the sanitizer's start does not get that far
	cp "$runtime" "$work/victim"; sum=$(cksum < "$work/victim")
	background
	mkfifo "$work/a/rootfs/tmp/fifo"
	cat > "$work/a/rootfs/attack" <<'SCRIPT'
for process in /proc/[0-9]*; do
	case $(readlink $process/exe) in /bin/* | '') ;; *) exec 3< $process/exe; echo opened ;; esac
done
cat /tmp/fifo > /dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do echo pwned >> /proc/self/fd/3 && break; sleep 0.02; done
echo done
SCRIPT
	timeout 20 "$work/victim" --root "$root" exec -d a /proc/self/exe --log /tmp/fifo nonsense > /dev/null 2>&1
	rt exec -d a sh -c 'sh /attack > /out 2> /err' < /dev/null > /dev/null 2>&1
	until_true 'grep -q done "$work/a/rootfs/out" 2> /dev/null'
	check 'the attack on the runtime took place' "$(tr '\n' ' ' < "$work/a/rootfs/out")" 'opened done '
	check 'the runtime is what it was (2019-5736)' "$(cksum < "$work/victim")" "$sum"
	rt delete -f a
	rm -f "$work/victim"
}
attack_proc_link() {
	fresh 'ls /proc/1'; rm -rf "$work/a/rootfs/proc"; ln -s /tmp "$work/a/rootfs/proc"
	contains '/proc is a link (2019-19921, 2023-27561, 2023-28642)' "$(run)" 'must be mounted on ordinary directory, and no symbolic link'
	fresh true; rm -rf "$work/a/rootfs/sys"; ln -s proc "$work/a/rootfs/sys"
	contains '/sys is a link (2019-19921)' "$(run)" 'must be mounted on ordinary directory, and no symbolic link'
}
attack_fake_proc() {
	outside
	EXTRA_MOUNTS=',{"destination":"/proc","type":"bind","source":"'$work'/host","options":["bind"]}' fresh true
	contains 'a fake /proc (2019-16884)' "$(run)" 'only procfs'
	EXTRA_MOUNTS=',{"destination":"/proc/self/attr","type":"tmpfs","source":"t"}' fresh true
	contains 'a mount inside /proc (2019-16884)' "$(run)" 'inside /proc'
}
attack_link_outside() {
	mkdir -p "$work/vol"; echo data > "$work/vol/file"
	EXTRA_MOUNTS=$(volume_at /link/new) fresh 'cat /link/new/file'
	ln -s "/../../../../$work/host" "$work/a/rootfs/link"
	contains 'a link that leads outside (2019-18837)' "$(run)" data
	check 'stayed in the root (2019-18837)' "$(ls -d "$work/host/new" 2> /dev/null; ls -d "$work/a/rootfs/$work/host/new")" "$work/a/rootfs/$work/host/new"
}
# The directory of the mount point becomes a link when the mount point has been looked up. A hook looks where it went.
attack_swapped_volume() {
	mkdir -p "$work/vol"
	printf '#!/bin/sh\ngrep -o "%s/[ahy].*/vol" /proc/self/mountinfo > %s/mounted\n' "$work" "$work" > "$work/look"; chmod +x "$work/look"
	EXTRA=',"hooks":{"createContainer":[{"path":"'$work'/look"}]}' EXTRA_MOUNTS=$(volume_at /x/vol) fresh true
	mkdir -p "$work/a/rootfs/x/vol"; rm -f "$work/mounted"
	"$at_call" openat2:/x/vol move_mount "mv $work/a/rootfs/x $work/a/rootfs/y; ln -s $work/host $work/a/rootfs/x" \
		timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a > /dev/null 2>&1
	check 'a volume swapped while it is mounted (2021-30465)' "$(sed 's/.* //' "$work/mounted")" "$work/a/rootfs/y/vol"
}
attack_mkdir_race() {
	mkdir -p "$work/vol"
	EXTRA_MOUNTS=$(volume_at /x/b/c) fresh true
	mkdir -p "$work/a/rootfs/x/b"
	"$at_call" openat2:/x/b/c mkdirat "mv $work/a/rootfs/x/b $work/a/rootfs/x/y; ln -s $work/host $work/a/rootfs/x/b" \
		timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a > /dev/null 2>&1
	check 'the swap took place' "$(readlink "$work/a/rootfs/x/b")" "$work/host"
	check 'a directory swapped while another is made in it (2024-45310)' "$(ls "$work/host" | tr '\n' ' ')" 'file vol '
}
attack_null() {
	fresh 'cat /proc/keys'
	cat > "$work/with-null.sh" <<EOF
mount --make-rprivate / && mount --bind "$work/host/file" /dev/null && exec timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a
EOF
	contains 'a mask that is not the null device (2025-31133)' "$(unshare -m sh "$work/with-null.sh" 2>&1)" 'is not the null device'
}
attack_stdio_null() {
	fresh 'stat -L -c %d /dev/stdin /dev/null | uniq | wc -l'
	check "the host's null device is not handed in (2025-31133)" "$(run < /dev/null)" 1
}
# Something is mounted on the terminal when it has been opened, before it is bound.
attack_console() {
	outside
	TERMINAL=true fresh 'stat -c %t /dev/console'
	contains 'the terminal swapped under /dev/console (2025-52565)' "$("$at_call" openat:console \
		"nsenter -t \$PID -m mount --bind $work/host/file $work/a/rootfs/dev/pts/0" \
		timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a 2>&1 < /dev/null | head -1 | tr -d '\r')" 88
}
# A file of procfs, of another process, is mounted on the sysctl that is going to be written.
attack_procfs_write() {
	sleep 30 & victim=$!
	EXTRA_LINUX=',"sysctl":{"net.ipv4.ip_forward":"1"}' fresh true
	contains 'a redirected write to procfs is refused (2025-52881)' "$("$at_call" openat2:sys/net/ipv4/ip_forward \
		"nsenter -t \$PID -m -n mount --bind /proc/$victim/oom_score_adj /proc/sys/net/ipv4/ip_forward" \
		timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a 2>&1)" 'sysctl net.ipv4.ip_forward: '
	check 'it went nowhere (2025-52881)' "$(cat /proc/$victim/oom_score_adj)" "$(cat /proc/self/oom_score_adj)"
	kill $victim; wait $victim 2> /dev/null
}
attack_dev_link() {
	NO_DEV=1 fresh true
	rm -rf "$work/a/rootfs/dev"; ln -s "$work/host" "$work/a/rootfs/dev"; mkdir -p "$work/a/rootfs/$work/host"
	contains '/dev is a link (2026-41579)' "$(run)" '/dev must be a directory and no symbolic link'
	check '/dev is a link, and nothing was made (2026-41579)' "$(ls "$work/host" "$work/a/rootfs/$work/host" | grep -c null)" 0
}
attack_release_agent() {
	CAPS='"CAP_SYS_ADMIN"' fresh 'mount -t cgroup -o memory x /tmp && ls /tmp | grep -c -e release_agent -e cgroup.procs'
	check 'the root of a hierarchy is out of reach (2022-0492)' "$(run)" 1
}
attack_cgroup_write() {
	NAMESPACES='[{"type":"mount"},{"type":"uts"},{"type":"pid"}]' fresh 'mkdir /sys/fs/cgroup/memory/x; ls /sys/fs/cgroup/memory | grep -c release_agent'
	contains 'cgroups are read-only without a namespace too (2023-25809)' "$(run)" 'Read-only file system'
	contains "they are the container's own (2023-25809)" "$(run)" 0
}
attack_inheritable() {
	background
	check 'inheritable stays empty (2022-29162)' "$(rt exec --cap CAP_NET_ADMIN a grep CapInh /proc/self/status | tr -d '\t')" CapInh:0000000000000000
	rt delete -f a
}
attack_caller_caps() {
	fresh 'grep CapInh /proc/self/status | tr -d \\t'
	check "the caller's inheritable set is gone (2022-29162)" "$(setpriv --inh-caps +net_raw,+kill timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a | tr -d '\t')" CapInh:0000000000000000
}
attack_groups() {
	fresh 'grep Groups /proc/self/status'
	check "the caller's groups are gone (2022-36109, 2023-25173)" "$(setpriv --groups 7,8 timeout -k 1 20 "$runtime" --root "$root" run -b "$work/a" a | tr -d ' \t')" Groups:
}
attack_exec_user() {
	background
	for user in 1000x 4294967296 2147483648 -1 1000: 1000:5x 0x10 ' 0' '' :5; do
		contains "user '$user' (2026-30892, 2024-40635)" "$(rt exec -u "$user" a id 2>&1)" 'in numbers'
	done
	rt delete -f a
}
attack_big_user() {
	USER_='{"uid":4294967296,"gid":0}' fresh id
	contains 'a user that wraps to 0 (2024-40635)' "$(run)" 'process.user.uid'
}
attack_huge_passwd() {
	[ -z "$sanitized" ] || return 0 # it needs more memory than that by itself
	fresh 'echo $HOME'; truncate -s 64M "$work/a/rootfs/etc/passwd"
	check 'a huge passwd (2026-47262)' "$(ulimit -v 40000; run)" /
}
attack_socket() {
	chmod 711 "$work"; cp "$client" "$work/asks"; chmod 755 "$work/asks"
	fresh 'sleep 60'
	umask 0; monitor a --autostart; umask 022
	check 'the socket has a name in a file system (2020-15257)' "$(stat -c %F "$work/a.sock" 2>&1)" socket
	check 'and is private (2020-15257)' "$(stat -c %a "$work/a.sock" 2>&1)" 600
	chmod 666 "$work/a.sock"
	contains 'and asks who comes (2020-15257)' "$(timeout 5 setpriv --reuid 1000 --clear-groups "$work/asks" "$work/a.sock" status)" 'not allowed'
	chmod 700 "$work"
	rt kill a KILL; ended
}
attack_state() {
	umask 0
	background
	umask 022
	check 'the state is private (2021-41091, 2024-25621)' "$(stat -c %a "$root" "$root/a" | tr '\n' ' ')" '700 700 '
	rt delete -f a
}
attack_loose_state() {
	background
	check 'nobody else may write the state (2021-41091, 2024-25621)' "$(chmod 777 "$root"; rt state a 2>&1 | grep -c 'writable for nobody else'; chmod 700 "$root")" 1
	rt delete -f a
}
# The process above the one that a monitor's socket tells of.
monitor_of() { sed -n 's/PPid:\t//p' "/proc/$(timeout 1 "$client" "$work/$1.sock" status | sed 's/.*"pid":\([0-9]*\).*/\1/')/status"; }
# Clients come and go, ask well and badly.
attack_leaks() {
	fresh 'sleep 60'
	monitor a --autostart
	parent=$(monitor_of a)
	open_now() { ls "/proc/$parent/fd" | wc -l; }
	until_true '[ "$(open_now)" = "$(sleep 0.1; open_now)" ]'
	before=$(open_now)
	for request in 'resize 1 2' nonsense status wait 'attach stdin=1 stdout=1 stderr=1' 'attach x'; do
		timeout 0.1 "$client" "$work/a.sock" "$request" < /dev/null > /dev/null 2>&1
	done
	until_true '[ "$(open_now)" -le "$before" ]'
	check 'clients leave nothing (2022-23471, 2025-64329)' "$(open_now)" "$before"
	rt kill a KILL; ended
}
# An exec pours out more than its client takes.
attack_exec_output() {
	background
	printf '{"user":{"uid":0,"gid":0},"args":["head","-c","30000000","/dev/zero"],"env":["PATH=/bin"],"cwd":"/"}' > "$work/e.json"
	EXEC=a monitor e
	parent=$(monitor_of e)
	{ timeout 5 "$client" "$work/e.sock" 'attach stdin=0 stdout=1 stderr=1' < /dev/null 2> /dev/null | (sleep 0.5; wc -c > "$work/e.1"); } & attached=$!
	sleep 0.1; start; sleep 0.2
	[ -n "$sanitized" ] || { [ "$(sed -n 's/VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$parent/status")" -le 1000 ]; check 'an exec does not fill memory (2022-31030)' $? 0; }
	wait $attached; ended
	check 'and all of it arrives (2022-31030)' "$(cat "$work/e.1")" 30000000
	rt delete -f a
}

for attack in ${ATTACKS:-tracing descriptors cwd seal proc_link fake_proc link_outside swapped_volume mkdir_race null stdio_null \
	console procfs_write dev_link release_agent cgroup_write inheritable caller_caps groups exec_user big_user huge_passwd \
	socket state loose_state leaks exec_output}; do
	"attack_$attack"
done
