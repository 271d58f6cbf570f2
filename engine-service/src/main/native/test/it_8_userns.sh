# User and time namespaces, id-mapped mounts.
namespaces() { # further namespaces, beside the usual ones
	printf '[{"type":"mount"},{"type":"network"},{"type":"uts"},{"type":"pid"},{"type":"ipc"},{"type":"cgroup"}%s]' "$1"
}
ids=',"uidMappings":[{"containerID":0,"hostID":100000,"size":1000},{"containerID":1000,"hostID":200000,"size":1}],"gidMappings":[{"containerID":0,"hostID":100000,"size":1000},{"containerID":1000,"hostID":200000,"size":1}]'
user() { NAMESPACES=$(namespaces ',{"type":"user"}') EXTRA_LINUX=$ids${MORE:-} "$@"; }

user shell n 'id -u; cat /proc/self/uid_map | tr -s \\\" \\\"; stat -c %u /proc/1; cat /proc/self/setgroups; grep CapEff /proc/self/status'
check 'user namespace: ids' "$(run | tr -s '\n\t ' ' ')" '0 0 100000 1000 1000 200000 1 0 allow CapEff: 00000000a80425fb '
user bundle n '["sleep","60"]'; rt run -d -b "$work/n" n < /dev/null > /dev/null 2>&1
pid=$(rt ps -f json n | tr -cd 0-9)
check 'user namespace: the host sees the other id' "$(stat -c %u:%g "/proc/$pid/root/proc/1" 2>&1; awk '/^[UG]id/{print $2}' "/proc/$pid/status" | tr '\n' ' ')" '100000:100000
100000 100000 '
check 'user namespace: exec' "$(rt exec n sh -c 'id -u; cat /proc/self/uid_map | wc -l; echo $$ | grep -c -v x; hostname' | tr '\n' ' ')" '0 2 1 box '
check 'user namespace: exec as a user' "$(rt exec -u 1000:1000 n sh -c 'id -u; id -g; grep CapEff /proc/self/status' | tr -s '\n\t' ' ')" '1000 1000 CapEff: 0000000000000000 '
check 'user namespace: exec with a terminal' "$(timeout 20 script -qec "$runtime --root $root exec -t n tty" /dev/null < /dev/null | grep -o /dev/pts/0)" /dev/pts/0
contains 'user namespace: exec as somebody unmapped' "$(rt exec -u 5000 n true 2>&1)" '5000 is not mapped'
check 'user namespace: exec is in the cgroup and the pid namespace' "$(rt exec n sh -c 'cut -d: -f3 /proc/self/cgroup | sort -u; [ -e /proc/1 ] && readlink /proc/self | wc -l' | tr '\n' ' ')" '/ 1 '
for kind in mnt pid net ipc uts user cgroup; do
	check "user namespace: exec joins $kind" "$(rt exec n readlink /proc/self/ns/$kind)" "$(readlink "/proc/$pid/ns/$kind")"
done
rt pause n; rt resume n; rt kill n KILL; until_true 'rt state n | grep -q stopped'; rt delete n
user shell n 'ls /dev | tr \\\\n -; echo x > /dev/null; head -c 3 /dev/zero | wc -c; mknod /dev/x c 1 3 2>&1 | grep -c permitted'
check 'user namespace: devices' "$(run | tr '\n' ' ')" 'fd-full-mqueue-null-ptmx-pts-random-shm-stderr-stdin-stdout-tty-urandom-zero-3 1 '
if [ "$(printf '6.15\n%s\n' "$(uname -r)" | sort -V | head -1)" = 6.15 ]; then # what can be copied of a file system that is nowhere mounted
	MORE=',"devices":[{"path":"/dev/other","type":"c","major":1,"minor":5,"uid":10,"gid":11,"fileMode":384},{"path":"/dev/mine","type":"c","major":1,"minor":5}]' user shell n 'stat -c %u:%g:%a:%t:%T /dev/other /dev/mine; head -c 2 /dev/other | wc -c; grep -c /dev/null.*nosuid,noexec /proc/self/mountinfo'
	check 'user namespace: devices that the host has not got' "$(run | tr '\n' ' ')" '10:11:600:1:5 0:0:666:1:5 2 1 '
fi
user shell n 'ls /sys/class/net; grep -c . /proc/mounts; touch /sys/x 2>&1; ls -d /sys/fs/cgroup/memory; cat /proc/keys | wc -c; echo 1 > /proc/sys/kernel/panic'
contains 'user namespace: proc, sys and cgroup' "$(run | tr '\n' ' ')" 'lo '
MORE=',"sysctl":{"net.ipv4.ip_forward":"1","kernel.msgmax":"4096"}' user shell n 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax'
check 'user namespace: sysctl' "$(run | tr '\n' ' ')" '1 4096 '
CAPS='"CAP_SYS_ADMIN","CAP_NET_ADMIN","CAP_SETUID","CAP_SETGID"' user shell n 'mount -t tmpfs x /tmp && echo mounted; ip link set lo up; cat /sys/class/net/lo/operstate'
check 'user namespace: rights inside' "$(run | tr '\n' ' ')" 'mounted unknown '
user shell n 'echo again > /dev/stdout; cat /proc/self/fd/0'; monitor n --autostart; ended
contains 'user namespace: a stream can be opened again' "$(cat "$work/n.log")" again
mkdir -p "$work/closed/in"; echo secret > "$work/closed/in/file"; chmod 700 "$work/closed"; chown 12345 "$work/closed"; mkdir -p "$work/n/rootfs/v"
EXTRA_MOUNTS=',{"destination":"/v","type":"bind","source":"'$work'/closed/in","options":["rbind","rro"]}' user shell n 'cat /v/file; touch /v/x'
contains 'user namespace: a source that only the host can reach' "$(run | tr '\n' ' ')" 'secret touch: /v/x: Read-only'
EXTRA_PROCESS=',"oomScoreAdj":300,"rlimits":[{"type":"RLIMIT_NOFILE","soft":64,"hard":128}]' USER_='{"uid":1000,"gid":1000,"additionalGids":[7]}' user shell n 'id -u; grep Groups /proc/self/status; cat /proc/self/oom_score_adj; ulimit -Hn'
check 'user namespace: user, groups, limits' "$(run | tr -s '\n\t ' ' ')" '1000 Groups: 7 300 128 '
RESOURCES=',"memory":{"limit":134217728},"pids":{"limit":20}' user shell n 'cat /sys/fs/cgroup/pids/pids.max'
check 'user namespace: limits' "$(run)" 20
user bundle n '["sleep","60"]'; rt create -b "$work/n" n < /dev/null > /dev/null 2>&1
contains 'user namespace: created' "$(rt state n)" '"status":"created"'
rt start n; contains 'user namespace: started' "$(rt state n)" '"status":"running"'; rt delete -f n

# bad input
NAMESPACES=$(namespaces ',{"type":"user"}') bundle n '["true"]'; contains 'no mappings' "$(run)" 'linux.uidMappings: a new user namespace needs mappings'
EXTRA_LINUX=$ids bundle n '["true"]'; contains 'mappings without a namespace' "$(run)" 'linux.uidMappings: there is no user namespace'
USER_='{"uid":4000,"gid":0}' user bundle n '["true"]'; contains 'an unmapped user' "$(run)" 'process.user.uid: 4000 is not mapped by linux.uidMappings'
NAMESPACES=$(namespaces ',{"type":"user"}') EXTRA_LINUX=',"uidMappings":[{"containerID":0,"hostID":1,"size":5},{"containerID":3,"hostID":9,"size":5}],"gidMappings":[{"containerID":0,"hostID":1,"size":5}]' bundle n '["true"]'
contains 'mappings that overlap' "$(run)" 'linux.uidMappings: write'
check 'nothing is left of it' "$(ls "$root")" ''

# by path: the namespace of another container, with new ones of this one's own inside of it
user bundle n '["sleep","60"]'; rt run -d -b "$work/n" n < /dev/null > /dev/null 2>&1; pid=$(rt ps -f json n | tr -cd 0-9)
NAMESPACES=$(namespaces ',{"type":"user","path":"/proc/'$pid'/ns/user"}') shell j 'id -u; wc -l < /proc/self/uid_map; readlink /proc/self/ns/user; echo $$'
check 'user namespace by path' "$(run | tr '\n' ' ')" "0 2 $(readlink "/proc/$pid/ns/user") 1 "
NAMESPACES='[{"type":"mount"},{"type":"pid"},{"type":"user","path":"/proc/'$pid'/ns/user"},{"type":"network","path":"/proc/'$pid'/ns/net"},{"type":"ipc","path":"/proc/'$pid'/ns/ipc"},{"type":"uts","path":"/proc/'$pid'/ns/uts"}]' shell j 'readlink /proc/self/ns/net; hostname'
check 'user, network, ipc and uts namespaces by path' "$(run | tr '\n' ' ')" "$(readlink "/proc/$pid/ns/net") box "
NAMESPACES='[{"type":"mount"},{"type":"user","path":"/proc/'$pid'/ns/user"},{"type":"uts"},{"type":"ipc"},{"type":"pid","path":"/proc/'$pid'/ns/pid"}]' shell j 'readlink /proc/self/ns/pid; [ $$ = 1 ] || echo other'
check 'user and pid namespaces by path' "$(run | tr '\n' ' ')" "$(readlink "/proc/$pid/ns/pid") other "
rt delete -f n
unshare -n sleep 60 & holder=$!; until_true '[ "$(readlink /proc/$holder/ns/net)" != "$(readlink /proc/self/ns/net)" ]'
NAMESPACES='[{"type":"mount"},{"type":"pid"},{"type":"uts"},{"type":"ipc"},{"type":"user"},{"type":"network","path":"/proc/'$holder'/ns/net"}]' EXTRA_LINUX=$ids shell n 'readlink /proc/self/ns/net; id -u; ls /sys/class/net | grep -c lo'
check 'a new user namespace and a network of the host' "$(run | tr '\n' ' ')" "$(readlink "/proc/$holder/ns/net") 0 1 "
kill $holder; wait $holder 2> /dev/null

# time
NAMESPACES=$(namespaces ',{"type":"time"}') EXTRA_LINUX=',"timeOffsets":{"boottime":{"secs":864000,"nanosecs":5},"monotonic":{"secs":1000}}' shell t 'cut -d. -f1 /proc/uptime; cat /proc/self/timens_offsets'
up=$(cut -d. -f1 /proc/uptime); shown=$(run | tr -s '\n ' ' ')
check 'time namespace: the clock' "$((($(echo "$shown" | cut -d' ' -f1) - up) / 100))" 8640
contains 'time namespace: offsets' "$shown" 'monotonic 1000 0 boottime 864000 5'
sed -i 's/"sh","-c","[^]]*"\]/"sleep","60"]/' "$work/t/config.json"; rt run -d -b "$work/t" t < /dev/null > /dev/null 2>&1; pid=$(rt ps -f json t | tr -cd 0-9)
check 'time namespace: exec joins it' "$(rt exec t readlink /proc/self/ns/time)" "$(readlink "/proc/$pid/ns/time")"
NAMESPACES='[{"type":"mount"},{"type":"time","path":"/proc/'$pid'/ns/time"}]' bundle j '["readlink","/proc/self/ns/time"]'; sed -i 's/"hostname": "box",//' "$work/j/config.json"
check 'time namespace by path' "$(run)" "$(readlink "/proc/$pid/ns/time")"; rt delete -f t
NAMESPACES=$(namespaces ',{"type":"user"},{"type":"time"}') EXTRA_LINUX=$ids',"timeOffsets":{"boottime":{"secs":864000}}' shell t 'cut -d. -f1 /proc/uptime; id -u'
check 'time namespace in a user namespace' "$((($(run | head -1) - up) / 100))" 8640
EXTRA_LINUX=',"timeOffsets":{"boottime":{"secs":1}}' bundle t '["true"]'; contains 'offsets without a namespace' "$(run)" 'linux.timeOffsets: there is no new time namespace'
NAMESPACES=$(namespaces ',{"type":"time"}') EXTRA_LINUX=',"timeOffsets":{"realtime":{"secs":1}}' bundle t '["true"]'; contains 'an unknown clock' "$(run)" 'linux.timeOffsets: the clock realtime'
NAMESPACES=$(namespaces ',{"type":"time"}') EXTRA_LINUX=',"timeOffsets":{"boottime":{"secs":-9000000000}}' bundle t '["true"]'; contains 'an offset out of range' "$(run)" 'linux.timeOffsets: set boottime'

# id-mapped and recursive mounts; tmpfs can map ids
mkdir -p "$work/idm"; mount -t tmpfs idm "$work/idm"; mkdir -p "$work/idm/sub"; echo x > "$work/idm/file"; chown 1000:1000 "$work/idm/file"; mount -t tmpfs idm2 "$work/idm/sub"; echo y > "$work/idm/sub/file"
volume() { printf ',{"destination":"/v","type":"bind","source":"%s/idm","options":["rbind"%s]%s}' "$work" "$1" "${2:-}"; }
map=',"uidMappings":[{"containerID":1000,"hostID":7,"size":10}],"gidMappings":[{"containerID":1000,"hostID":8,"size":10}]'
EXTRA_MOUNTS=$(volume '' "$map") shell m 'stat -c %u:%g /v/file /v/sub/file; touch /v/new 2>&1 | grep -c -e Overflow -e large'
check 'id-mapped mount with mappings of its own' "$(run | tr '\n' ' ')" '7:8 0:0 1 '
EXTRA_MOUNTS=$(volume ',"ridmap"' "$map") shell m 'stat -c %u:%g /v/file /v/sub/file'
check 'recursively id-mapped' "$(run | tr '\n' ' ')" '7:8 65534:65534 '
EXTRA_MOUNTS=$(volume ',"idmap"') user shell m 'stat -c %u:%g /v /v/sub; touch /v/made && stat -c %u /v/made'
check 'id-mapped by the container' "$(run | tr '\n' ' ')" '0:0 65534:65534 0 '
check 'the file on the disk is not shifted' "$(stat -c %u:%g "$work/idm/made")" 0:0
EXTRA_MOUNTS=$(volume ',"ridmap"') user shell m 'stat -c %u:%g /v /v/sub/file'; check 'id-mapped recursively by the container' "$(run | tr '\n' ' ')" '0:0 0:0 '
EXTRA_MOUNTS=$(volume ',"idmap"') bundle m '["true"]'; contains 'idmap without any mapping' "$(run)" 'mounts: the option idmap of /v needs'
EXTRA_MOUNTS=',{"destination":"/v","type":"tmpfs","source":"t","options":["idmap"]}' bundle m '["true"]'; contains 'idmap of what is not bound' "$(run)" 'must be a bind mount'
EXTRA_MOUNTS=',{"destination":"/v","type":"bind","source":"/proc","options":["rbind"]'$map'}' bundle m '["true"]'; contains 'a file system that cannot' "$(run)" 'map the ids of the mount'
check 'nothing is left of that either' "$(ls "$root")" ''
for option in rro rnosuid rnodev rnoexec rnoatime; do
	EXTRA_MOUNTS=$(volume ",\"$option\"") shell m 'grep -e /v.tmpfs -e /v/sub /proc/mounts | grep -c '"${option#r}"
	check "recursive option $option" "$(run)" 2
done
EXTRA_MOUNTS=$(volume ',"ro"') shell m 'touch /v/sub/z && rm /v/sub/z && touch /v/z'; contains 'an option that is not recursive' "$(run)" '/v/z: Read-only'
EXTRA_MOUNTS=$(volume ',"rro","rrw"') shell m 'touch /v/sub/z /v/z && rm /v/sub/z /v/z && echo fine'; check 'the last of two options counts' "$(run)" fine
umount "$work/idm/sub" "$work/idm"
