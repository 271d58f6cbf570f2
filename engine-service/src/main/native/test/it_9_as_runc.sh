# What whoever knows runc or crun expects of the command line, of messages and of what a container finds.
agent=$(dirname "$client")/agent
bundle r '["true"]'
help=$(rt --help); contains 'help' "$help" 'Open Container Initiative runtime'
for command in checkpoint create delete events exec features kill list pause ps restore resume run spec start state update; do
	contains "help for $command" "$(rt $command --help | tr '\n' ' ')" "NAME:    ${runtime##*/} $command - "
done
contains 'help for nothing' "$(rt foo -h 2>&1)" "No help topic for 'foo'"
contains 'what there is not' "$(rt checkpoint x 2>&1)" 'checkpoint is not supported'
check 'a log that cannot be written' "$(rt --log "$work/none/log" run -b "$work/r" r 2>&1 | grep -c 'no such file')" 1
contains 'an id' "$(rt run -b "$work/r" a/b 2>&1)" 'invalid character in container ID'
contains 'a list of what is not there' "$(rt --root "$work/none" list 2>&1)" 'no such file'

rm -f "$work/log"; check '--debug goes to the log' "$(rt --debug --log "$work/log" run -b "$work/r" r 2>&1)" ''
contains '--debug' "$(cat "$work/log")" 'level=debug msg="nsexec container setup'
contains '--debug without a log' "$(rt --debug run -b "$work/r" r 2>&1)" 'level=debug'

# Capabilities
CAPS='"CAP_KILL","CAP_NEWER","CAP_NEWEST"' bundle r '["true"]'
contains 'unknown capabilities' "$(run)" 'level=warning msg="ignoring unknown or unavailable capabilities: [CAP_NEWER CAP_NEWEST]"'
rm -f "$work/log"; check 'unknown capabilities: to the log' "$(rt --log "$work/log" run -b "$work/r" r 2>&1)" ''
contains 'unknown capabilities: in the log' "$(cat "$work/log")" 'CAP_NEWEST'
NNP=true bundle r '["grep","Cap","/proc/self/status"]'; sed -i 's/"permitted": \[.*\]}/"permitted":["CAP_KILL","CAP_CHOWN"],"inheritable":["CAP_CHOWN","CAP_SYSLOG"],"ambient":["CAP_CHOWN"]}/; s/"bounding": \[[^]]*\]/"bounding":["CAP_KILL","CAP_CHOWN","CAP_SYSLOG"]/; s/"effective": \[[^]]*\]/"effective":["CAP_KILL"]/' "$work/r/config.json"
check 'inheritable, and not permitted' "$(run | awk '{print $2}' | tr '\n' ' ')" '0000000400000001 0000000000000021 0000000000000021 0000000400000021 0000000000000001 '
sed -i 's/"ambient":\["CAP_CHOWN"\]/"ambient":["CAP_CHOWN","CAP_KILL"]/' "$work/r/config.json"
contains 'ambient in vain' "$(run)" "can't raise ambient capability CAP_KILL: "

# Environment, terminal, working directory, network
shell r 'env | grep -c -e ^A= -e ^HOME=; echo $A'; sed -i 's/"TERM=xterm"/"A=1","HOME=","A=2"/' "$work/r/config.json"
check 'a variable that stands there twice' "$(run | tr '\n' ' ')" '2 2 '
TERMINAL=true bundle r '["echo","line"]'
timeout 20 script -qec "$runtime --root $root run -b $work/r r > $work/lines" /dev/null < /dev/null > /dev/null 2>&1; contains 'a terminal in the foreground' "$(cat "$work/lines")" line
check 'ends of lines are for the outer terminal' "$(tr -dc '\r' < "$work/lines" | wc -c)" 0
TERMINAL=true USER_='{"uid":1000,"gid":100}' shell r 'stat -c %u:%g $(tty)'
contains 'a terminal'\''s owner' "$(timeout 20 script -qec "$runtime --root $root run -b $work/r r" /dev/null < /dev/null 2> /dev/null)" '1000:5'
EXTRA_ROOT=',"readonly":true' bundle r '["pwd"]'; sed -i 's|"cwd": "/"|"cwd": "/not/yet/there"|' "$work/r/config.json"
check 'a working directory to be made on a read-only root' "$(run)" '/not/yet/there'
shell r 'cat /sys/class/net/lo/flags'; check 'the loopback device is up' "$(run)" 0x9
[ "$(nproc)" -lt 2 ] || { bundle r '["grep","Cpus_allowed_list","/proc/self/status"]'
	check 'processors of the caller are no limit' "$(taskset -c 0 "$runtime" --root "$root" run -b "$work/r" r)" "$(grep Cpus_allowed_list /proc/self/status)"; }

# Mounts
EXTRA_MOUNTS=',{"destination":"/not/there","type":"tmpfs","source":"tmpfs"}' bundle r '["stat","-c","%a","/not/there"]'; check 'a tmpfs on a new directory' "$(run)" 1777
echo host > "$work/file"; EXTRA_MOUNTS=",{\"destination\":\"$work/r/rootfs/tmp/file\",\"type\":\"bind\",\"source\":\"$work/file\",\"options\":[\"bind\"]}" bundle r '["cat","/tmp/file"]'
check 'a destination as the host sees it' "$(run)" host
mkdir -p "$work/tree"; echo deep > "$work/tree/deep"
EXTRA_MOUNTS=",{\"destination\":\"/tmp/a\",\"type\":\"bind\",\"source\":\"$work/tree\",\"options\":[\"bind\"]},{\"destination\":\"/tmp/b\",\"type\":\"bind\",\"source\":\"$work/r/rootfs/tmp/a\",\"options\":[\"rbind\"]}" bundle r '["cat","/tmp/b/deep"]'
check 'a source that an earlier mount brings' "$(run)" deep
EXTRA_LINUX=',"x":0' bundle r '["grep","-c"," /sys/firmware ","/proc/self/mountinfo"]'; sed -i 's|"maskedPaths": \[|&"/sys/firmware",|' "$work/r/config.json"; check 'masked twice' "$(run)" 1

mkdir -p "$work/limited"; mount -t tmpfs -o nosuid,noexec limited "$work/limited"
flags() { EXTRA_MOUNTS=",{\"destination\":\"/x\",\"type\":\"bind\",\"source\":\"$work/limited\",\"options\":[$1]}" bundle r '["grep"," /x ","/proc/self/mounts"]'; run | awk '{print $4}' | grep -o -e ro -e noexec -e nosuid | tr '\n' ' '; }
check 'a bind mount that names no flags keeps them' "$(flags '"bind"')" 'nosuid noexec '
check 'a bind mount that names some has these' "$(flags '"bind","ro"')" 'ro '
umount "$work/limited"
mkdir -p "$work/sl"; EXTRA_LINUX=',"rootfsPropagation":"slave"' bundle r '["grep","-c"," /rootfs / .*master:","/proc/self/mountinfo"]'; sed -i "s|\"path\": \"rootfs\"|\"path\": \"$work/sl/rootfs\"|" "$work/r/config.json"
check 'slave, below a mount that is shared' "$(unshare -m sh -c "mount -t tmpfs sl $work/sl && cp -a $work/r/rootfs $work/sl/ && mount --make-shared $work/sl && $runtime --root $root run -b $work/r r" 2>&1)" 1

# Limits and groups
RESOURCES=',"pids":{"limit":0}' bundle r '["sleep","60"]'; rt run -d -b "$work/r" r < /dev/null > /dev/null 2>&1
[ ! -d /sys/fs/cgroup/pids ] || check 'no processes are one' "$(cat "/sys/fs/cgroup/pids/$group/r/pids.max")" 1
contains 'a group with processes' "$(rt run -b "$work/r" r2 2>&1)" "container's cgroup is not empty"
rt update r --memory 50M; check 'a size with a unit, and options at the end' $? 0; [ ! -d /sys/fs/cgroup/memory ] || check 'the size' "$(cat "/sys/fs/cgroup/memory/$group/r/memory.limit_in_bytes")" 52428800
contains 'a size that is none' "$(rt update --memory 50X r 2>&1)" '50X is not a number of bytes'
rt update --pids-limit -1 r
contains 'ps' "$(rt ps r | tr '\n' ' ')" 'UID '; check 'ps: of the container alone' "$(rt ps r | grep -c sleep)-$(rt ps r | wc -l)" 1-2
contains 'ps: with options' "$(rt ps r -o pid,args)" 'sleep 60'
contains 'ps: a table without numbers' "$(rt ps r -o args 2>&1)" 'there is no column PID'
echo '{"args":["/bin/echo","by a pipe"],"cwd":"/"}' > "$work/process"; mkfifo "$work/fifo"; cat "$work/process" > "$work/fifo" & check 'exec: the process by a pipe' "$(rt exec --process "$work/fifo" r)" 'by a pipe'
rt exec --pid-file "$work/none/pid" r true 2> /dev/null; check 'exec: a failure of its own' $? 255; rt exec r sh -c 'exit 3'; check 'exec: one of the command' $? 3
contains 'exec: --cgroup of the parent' "$(rt exec --cgroup .. r true 2>&1)" 'bad sub cgroup path'
contains 'exec: --cgroup of a controller that is not there' "$(rt exec --cgroup whaaat:/ r true 2>&1)" 'unknown controller whaaat'
if [ -d /sys/fs/cgroup/memory ]; then
	mkdir "/sys/fs/cgroup/memory/$group/r/below"
	check 'exec: --cgroup of one controller' "$(rt exec --cgroup memory:below r cat /proc/self/cgroup | grep -c below)" 1
	contains 'exec: --cgroup of one that is not there' "$(rt exec --cgroup memory:none r true 2>&1)" ' adding pid '
fi
[ ! -d /sys/fs/cgroup/unified ] || check 'hybrid: the group of v2' "$(rt exec r cat /proc/self/cgroup | grep -c '^0::/$')-$(grep -c "^0::/$group/r$" "/proc/$(rt state r | sed 's/.*"pid":\([0-9]*\).*/\1/')/cgroup")" 1-1
rt delete -f r
if [ -d /sys/fs/cgroup/freezer ]; then
	mkdir -p "/sys/fs/cgroup/freezer/$group/r" "/sys/fs/cgroup/freezer/$group-other"; echo FROZEN > "/sys/fs/cgroup/freezer/$group/r/freezer.state"
	contains 'a frozen group' "$(run)" "container's cgroup unexpectedly frozen"; check 'a frozen group is left as it was' "$(cat "/sys/fs/cgroup/freezer/$group/r/freezer.state")" FROZEN; rmdir "/sys/fs/cgroup/freezer/$group/r"
	bundle r '["sleep","60"]'; rt run -d -b "$work/r" --pid-file "$work/r.pid" r < /dev/null > /dev/null 2>&1
	cat "$work/r.pid" > "/sys/fs/cgroup/freezer/$group-other/tasks"; echo FROZEN > "/sys/fs/cgroup/freezer/$group-other/freezer.state"
	rt delete -f r; check 'deleted, though somebody froze it' $? 0; until_true 'rmdir "/sys/fs/cgroup/freezer/$group-other" 2> /dev/null'
fi
for id in r1 r2 s1; do bundle r '["sleep","60"]'; sed -i "s|/$group/r|/$group/$id|" "$work/r/config.json"; rt run -d -b "$work/r" $id < /dev/null > /dev/null 2>&1; done
check 'list: by name' "$(rt list -q | tr '\n' ' ')" 'r1 r2 s1 '; rt delete -f --regex '^r[0-9]$'; check 'delete: --regex' "$(rt list -q)" s1; rt delete -f s1
contains 'delete: not a regular expression' "$(rt delete --regex '[' 2>&1)" 'is not a regular expression'
bundle r '["cat","/proc/self/cgroup"]'; check 'cgroups disabled' "$(rt --cgroup-manager disabled run -b "$work/r" r | grep -c "$group")" 0
RESOURCES=',"pids":{"limit":5}' bundle r '["true"]'; contains 'cgroups disabled: a limit' "$(rt --cgroup-manager disabled run -b "$work/r" r 2>&1)" 'linux.resources.pids.limit needs a cgroup'

# Without a pid namespace everything is killed with the first process.
NAMESPACES='[{"type":"mount"},{"type":"uts"}]' shell r 'sleep 61 & sleep 61'; rt run -d -b "$work/r" r < /dev/null > /dev/null 2>&1
until_true '[ "$(rt ps -f json r | tr , "\n" | wc -l)" -ge 3 ]'; pids=$(rt ps -f json r | tr -d '[]' | tr , ' ')
rt kill r KILL; until_true '! kill -0 $pids 2> /dev/null'; check 'kill without a pid namespace' $? 0; rt delete -f r
bundle r '["true"]'; rt create -b "$work/r" r < /dev/null > /dev/null 2>&1; rt kill r TERM; until_true 'rt state r | grep -q stopped'; check 'SIGTERM before the start' $? 0; rt delete r
rm -f "$work/pidfd"; timeout 20 "$agent" "$work/pidfd" console > "$work/pidfd.out" 2>&1 & agent_pid=$!; until_true '[ -S "$work/pidfd" ]'
rt create -b "$work/r" --pidfd-socket "$work/pidfd" r < /dev/null > /dev/null 2>&1; check 'a pidfd for somebody else' $? 0; wait $agent_pid; contains 'the pidfd' "$(cat "$work/pidfd.out")" pidfd; rt delete -f r

# Hooks
hook() { EXTRA=",\"hooks\":{\"$1\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"$2\"]}]}" bundle r '["true"]'; }
hook startContainer 'echo no good >&2; false'; contains 'what a hook wrote' "$(run)" 'error running startContainer hook #0: /bin/sh: exit status 1, output: no good'
hook startContainer 'test $TERM = xterm'; check 'startContainer: the environment of the process' "$(run)" ''
hook prestart 'test $MARK = mark'; check 'prestart: the environment of the caller' "$(MARK=mark run)" ''
hook createContainer 'test -x ./bin/busybox'; check 'createContainer: in the root' "$(run)" ''
echo '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_KILL_PROCESS"}]}' > "$work/kill.json"
export SECCOMP=$work/kill.json; hook startContainer 'exec mkdir /tmp/x'; contains 'startContainer: confined as the process' "$(run)" 'signal: bad system call'; unset SECCOMP
