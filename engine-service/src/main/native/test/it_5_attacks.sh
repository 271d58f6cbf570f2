# What an image or a container may try: one test for each mitigation that can be reached from outside.
mkdir -p "$work/host"; echo secret > "$work/host/file"
shell a 'ls /proc/1'; rm -rf "$work/a/rootfs/proc"; ln -s /tmp "$work/a/rootfs/proc"
contains '/proc is a link (2019-19921)' "$(run)" 'must be a directory and no symbolic link'
rm "$work/a/rootfs/proc"; mkdir "$work/a/rootfs/proc"
shell a true; rm -rf "$work/a/rootfs/sys"; ln -s proc "$work/a/rootfs/sys"; contains '/sys is a link' "$(run)" 'no symbolic link'; rm "$work/a/rootfs/sys"; mkdir "$work/a/rootfs/sys"
EXTRA_MOUNTS=',{"destination":"/proc","type":"bind","source":"'$work'/host","options":["bind"]}' shell a true; contains 'a fake /proc (2019-16884)' "$(run)" 'only procfs'
EXTRA_MOUNTS=',{"destination":"/proc/self/attr","type":"tmpfs","source":"t"}' shell a true; contains 'a mount inside /proc (2019-16884)' "$(run)" 'inside /proc'
EXTRA_MOUNTS=',{"destination":"/link/etc","type":"bind","source":"'$work'/host","options":["bind"]}' shell a 'cat /host-tmp/etc/file /link/etc/file'
ln -sfn "/../../../../$work" "$work/a/rootfs/link"; contains 'a link that leads outside (2019-18837, 2021-30465)' "$(run)" secret
check 'stayed in the root' "$(ls -d "$work/etc" 2> /dev/null; ls -d "$work/a/rootfs/$work/etc")" "$work/a/rootfs/$work/etc"
rm -rf "$work/a/rootfs/tmp" "$work/a/rootfs/link"; mkdir "$work/a/rootfs/tmp"
NO_DEV=1 shell a true
rm -rf "$work/a/rootfs/dev"; ln -s "$work/host" "$work/a/rootfs/dev"; mkdir -p "$work/a/rootfs/$work/host"
contains '/dev is a link, and refused' "$(run)" '/dev must be a directory and no symbolic link'; check '/dev is a link (2026-41579)' "$(ls "$work/host")" file
rm -rf "$work/a/rootfs/dev"; mkdir "$work/a/rootfs/dev"
shell a 'ls -la /proc/1/exe; cat /proc/1/environ > /dev/null; readlink /proc/1/exe'; contains 'after the exec the binary is not ours (2019-5736)' "$(run)" '-> /bin/sh'
bundle a '["/proc/self/exe","--version"]'; run > "$work/out" 2>&1
check 'the runtime was not written to' "$(head -c 4 "$runtime" | tail -c 3)" ELF
bundle a '["sleep","30"]'; rt run -d -b "$work/a" a < /dev/null > /dev/null 2>&1
check 'exec closes descriptors (2016-9962, 2024-21626)' "$(rt exec a sh -c 'ls /proc/self/fd | wc -w' 9< /etc/passwd)" "$(rt exec a sh -c 'ls /proc/self/fd | wc -w')"
for fd in 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	case "$(rt exec --cwd /proc/self/fd/$fd a pwd 2>&1; rt exec a /proc/self/fd/$fd/../../../../../../../bin/busybox echo out 2>&1)" in
	*out*) check "a way out by descriptor $fd (2024-21626)" open closed ;;
	*'chdir to cwd'*'no such file'*) ;;
	*) check "descriptor $fd (2024-21626)" open closed ;;
	esac
done
check 'inheritable is empty (2022-29162)' "$(rt exec a grep CapInh /proc/self/status | tr -d '\t')" CapInh:0000000000000000
check 'groups of the caller are gone (2022-36109)' "$(rt exec a grep Groups /proc/self/status | tr -d ' \t')" Groups:
contains 'release_agent is out of reach (2022-0492)' "$(rt exec a sh -c 'mount -t cgroup -o memory x /tmp 2>&1; echo x > /sys/fs/cgroup/memory/release_agent' 2>&1)" 'ermission denied'
check 'the state is private (2021-41091, 2024-25621)' "$(stat -c %a "$root" "$root/a" | tr '\n' ' ')" '700 700 '
check 'nobody else may be root of the state' "$(chmod 777 "$root"; rt state a 2>&1 | grep -c 'writable for nobody else'; chmod 700 "$root")" 1
rt delete -f a
# The host's /dev/null is never what a container holds.
mode=$(stat -c %a /dev/null); shell a 'chmod 600 /dev/stdin /proc/self/fd/0 /dev/null; stat -c %a /dev/null'
check "the host's null device keeps its mode" "$(run < /dev/null > /dev/null; stat -c %a /dev/null)" "$mode"; chmod "$mode" /dev/null
