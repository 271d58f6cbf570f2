# hold: a user namespace, and a network namespace in it, before there is a container.
hold() { # hold OPTIONS...: its answer in $held, its process in $holder; ends by `kill $sleeper`
	rm -f "$work/hold.in" "$work/hold.out"; mkfifo "$work/hold.in"; sleep 60 > "$work/hold.in" & sleeper=$!
	rt hold "$@" < "$work/hold.in" > "$work/hold.out" 2>&1 & holder=$!
	until_true '[ -s "$work/hold.out" ] || ! kill -0 $holder 2> /dev/null'; held=$(cat "$work/hold.out")
}
held_path() { printf %s "$held" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }
let_go() { kill $sleeper; wait $sleeper 2> /dev/null; wait $holder; }
maps='--uid-map 0:100000:1000 --uid-map 1000:200000:1 --gid-map 0:100000:1000'
hold_ids=',"uidMappings":[{"containerID":0,"hostID":100000,"size":1000}],"gidMappings":[{"containerID":0,"hostID":100000,"size":1000}]'

hold $maps --net; user=$(held_path user); net=$(held_path net)
contains 'hold: what it says' "$held" '{"event":"held","user":"/proc/'
all='[{"type":"mount"},{"type":"pid"},{"type":"uts"},{"type":"ipc"},{"type":"user","path":"'$user'"},{"type":"network","path":"'$net'"}]'
NAMESPACES=$all shell n 'readlink /proc/self/ns/user; readlink /proc/self/ns/net; tr -s \\\" \\\" < /proc/self/uid_map; ls /sys/class/net'
check 'hold: a container of it' "$(run | tr -s '\n\t ' ' ')" "$(readlink "$user") $(readlink "$net") 0 100000 1000 1000 200000 1 lo "
NAMESPACES=$all CAPS='"CAP_NET_ADMIN"' shell n 'ip link set lo up && cat /sys/class/net/lo/operstate'
check 'hold: the network belongs to the user namespace' "$(run)" unknown
EXTRA_PROCESS=',"rlimits":[{"type":"RLIMIT_NOFILE","soft":64,"hard":128}]' NAMESPACES=$all shell n 'ulimit -Hn'
check 'user namespace by path: limits' "$(run)" 128
NAMESPACES=$all EXTRA_LINUX=$hold_ids USER_='{"uid":4000,"gid":0}' bundle n '["true"]'
contains 'user namespace by path: an unmapped user' "$(run)" 'process.user.uid: 4000 is not mapped by linux.uidMappings'
NAMESPACES=$all EXTRA_LINUX=$hold_ids bundle n '["sleep","60"]'; rt run -d -b "$work/n" n < /dev/null > /dev/null 2>&1; pid=$(rt ps -f json n | tr -cd 0-9)
let_go; check 'hold: it ends with its input' "$(ls "$user" 2>&1 | grep -c 'No such')" 1
check 'hold: what it held lives on in the container' "$(rt exec n id -u)" 0
contains 'user namespace by path: exec as somebody unmapped' "$(rt exec -u 4000 n true 2>&1)" '4000 is not mapped'
umask 027; RESOURCES=',"pids":{"limit":20}' user bundle m '["cat","/sys/fs/cgroup/pids/pids.max"]'; umask 022
check "user namespace: the caller's umask does not close the cgroup" "$(umask 027; run)" 20
hold --user "/proc/$pid/ns/user" --net; net=$(held_path net)
check 'hold: the user namespace of a container' "$(readlink "$(held_path user)")" "$(readlink "/proc/$pid/ns/user")"
NAMESPACES='[{"type":"mount"},{"type":"pid"},{"type":"uts"},{"type":"ipc","path":"/proc/'$pid'/ns/ipc"},{"type":"user","path":"/proc/'$pid'/ns/user"},{"type":"network","path":"'$net'"}]' EXTRA_LINUX=$hold_ids shell j 'readlink /proc/self/ns/ipc; readlink /proc/self/ns/net; ls /sys/class/net'
check 'hold: another network beside a container' "$(run | tr '\n' ' ')" "$(readlink "/proc/$pid/ns/ipc") $(readlink "$net") lo "
let_go; rt delete -f n

contains 'hold: without ids' "$(rt hold --net < /dev/null 2>&1)" '--uid-map and --gid-map are needed, or --user'
contains 'hold: no mapping' "$(rt hold --uid-map 0:1 --gid-map 0:1:1 < /dev/null 2>&1)" 'a mapping is CONTAINER:HOST:SIZE, not 0:1'
contains 'hold: mappings that overlap' "$(rt hold --uid-map 0:1:9 --uid-map 5:20:9 --gid-map 0:1:9 < /dev/null 2>&1)" 'linux.uidMappings: write'
contains 'hold: a path that is no user namespace' "$(rt hold --net --user /proc/self/ns/net < /dev/null 2>&1)" 'make a network namespace in the user namespace'
contains 'hold: an unknown option' "$(rt hold --nosuch < /dev/null 2>&1)" 'unknown option'
