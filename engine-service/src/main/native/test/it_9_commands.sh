# The rest of the command line: what runc and crun have.
agent=$(dirname "$client")/agent
bundle e '["sleep","60"]'; RESOURCES=',"memory":{"limit":104857600},"pids":{"limit":50}' bundle e '["sleep","60"]'; rt run -d -b "$work/e" e < /dev/null > /dev/null 2>&1
stats=$(rt events --stats e)
contains 'events: head' "$stats" '{"type":"stats","id":"e","data":{"cpu":{"usage":{"total":'
contains 'events: tail' "$stats" '"intel_rdt":{},"network_interfaces":null}}'
if [ -d /sys/fs/cgroup/memory ]; then
	contains 'events: memory' "$stats" '"memory":{"usage":{"limit":104857600,"usage":'
	contains 'events: raw memory' "$stats" ',"raw":{"active_anon":'
	contains 'events: pids' "$stats" '"pids":{"current":1,"limit":50}'
	contains 'events: cpuset' "$stats" '"cpuset":{"cpus":[0'
fi
if command -v runc > /dev/null && [ -d /sys/fs/cgroup/memory ]; then # the same members as runc's, of a container of its own
	RESOURCES=',"memory":{"limit":104857600},"pids":{"limit":50}' bundle e2 '["sleep","60"]'
	runc --root "$work/runc" run -d -b "$work/e2" "it-e2-$$" < /dev/null > /dev/null 2>&1
	shape() { tr -d ' \n' | sed 's/:\[[0-9,]*\]/:[]/g; s/:-*[0-9][0-9]*/:0/g; s/"id":"[^"]*"//'; }
	check 'events: the same shape as runc'\''s' "$(echo "$stats" | shape)" "$(runc --root "$work/runc" events --stats "it-e2-$$" | shape)"
	runc --root "$work/runc" delete -f "it-e2-$$"
fi
: > "$work/events"; rt events --interval 200ms e > "$work/events" & events=$!
until_true '[ "$(wc -l < "$work/events")" -ge 2 ]'; check 'events: again and again' $? 0
rt kill e KILL; wait $events; check 'events: until it ends' $? 0; rt delete e
contains 'events: bad interval' "$(rt events --interval 5 e 2>&1)" 'duration interval must be greater than 0'
contains 'events: of none' "$(rt events --stats e 2>&1)" 'container does not exist'
RESOURCES=',"memory":{"limit":134217728,"swap":134217728}' shell e 'sleep 0.7; tail /dev/zero; sleep 1'
rt run -d -b "$work/e" e < /dev/null > /dev/null 2>&1; rt events e > "$work/events"
[ ! -d /sys/fs/cgroup/memory ] || contains 'events: out of memory' "$(cat "$work/events")" '{"type":"oom","id":"e"}'
rt delete -f e

rm -f "$work/log.json"; rt --log "$work/log.json" --log-format json run -b "$work/nothing" x > /dev/null 2>&1
contains 'log as JSON' "$(cat "$work/log.json")" '{"level":"error","msg":"davit-runtime run failed: open '
contains 'log as JSON: the time' "$(cat "$work/log.json")" 'no such file or directory","time":"20'
contains 'a bad log format' "$(rt --log-format xml list 2>&1)" 'invalid log-format: xml'
bundle e '["true"]'
check 'cgroup manager' "$(rt --cgroup-manager cgroupfs run -b "$work/e" e 2>&1)" ''
contains 'a bad cgroup manager' "$(rt --cgroup-manager x run -b "$work/e" e 2>&1)" 'unknown cgroup manager specified: x'
mv "$work/e/config.json" "$work/e/other.json"; check '--config in the bundle' "$(rt run -b "$work/e" --config other.json e 2>&1)" ''
check '--config anywhere' "$(rt run -b "$work/e" -f "$work/e/other.json" e 2>&1)" ''

shell e 'cat <&3; cat <&4; ls /proc/self/fd | wc -w'
echo three > "$work/3"; echo four > "$work/4"
check 'preserved descriptors' "$(rt run -b "$work/e" --preserve-fds 2 e 3< "$work/3" 4< "$work/4" 5< "$work/4" 2>&1 | tr '\n' ' ')" 'three four 6 '
contains 'a preserved descriptor that is not there' "$(rt run -b "$work/e" --preserve-fds 3 e 2>&1 3< "$work/3" 5>&- 7>&-)" 'unable to stat preserved-fd 4 (of 3): bad file descriptor'
contains 'a bad number of descriptors' "$(rt run -b "$work/e" --preserve-fds x e 2>&1)" '--preserve-fds: x is not a number'
shell e 'echo $LISTEN_FDS $LISTEN_PID; cat <&3'; check 'socket activation' "$(LISTEN_FDS=1 rt run -b "$work/e" e 3< "$work/3" 2>&1 | tr '\n' ' ')" '1 1 three '

console() { rm -f "$work/console"; timeout 20 "$agent" "$work/console" console > "$work/console.out" 2>&1 & console_pid=$!; until_true '[ -S "$work/console" ]'; }
TERMINAL=true shell e 'tty; stty size; [ -t 0 ] && echo terminal'; sed -i 's/"terminal": true/"terminal": true, "consoleSize": {"height": 33, "width": 99}/' "$work/e/config.json"
console; rt create -b "$work/e" --console-socket "$work/console" --pid-file "$work/e.pid" e < /dev/null > /dev/null 2>&1; check 'console socket: create' $? 0
check 'pid file' "$(cat "$work/e.pid")" "$(rt state e | sed 's/.*"pid":\([0-9]*\).*/\1/')"
rt start e; wait $console_pid; rt delete -f e
check 'console socket' "$(tr -d '\r' < "$work/console.out" | tr '\n' ' ')" '/dev/pts/ptmx /dev/pts/0 33 99 terminal '
contains 'no console socket' "$(rt create -b "$work/e" e 2>&1)" 'process.terminal: cannot allocate tty'
check 'nothing is left of it' "$(ls "$root")" ''
contains 'a console socket that is not there' "$(rt create -b "$work/e" --console-socket "$work/none" e 2>&1)" 'connect to the console socket'
check 'nothing is left of that' "$(ls "$root")" ''
bundle e '["sleep","60"]'; contains 'a console socket for nothing' "$(rt create -b "$work/e" --console-socket "$work/none" e 2>&1)" 'cannot use console socket without process.terminal'
rt run -d -b "$work/e" e < /dev/null > /dev/null 2>&1; console; rt exec -t -d --console-socket "$work/console" e sh -c 'tty; echo done'; wait $console_pid
contains 'console socket of an exec' "$(cat "$work/console.out")" done
check 'exec: preserved descriptors' "$(rt exec --preserve-fds 1 e cat /proc/self/fd/3 3< "$work/3" 2>&1)" three
for h in /sys/fs/cgroup/*/; do [ ! -d "$h$group/e" ] || mkdir "$h$group/e/sub"; done
for file in cpus mems; do cat "/sys/fs/cgroup/cpuset/$group/e/cpuset.$file" > "/sys/fs/cgroup/cpuset/$group/e/sub/cpuset.$file" 2> /dev/null; done
[ ! -d /sys/fs/cgroup/pids ] || { check 'exec --cgroup' "$(rt exec --cgroup sub e sh -c 'grep -c /sub$ /proc/self/cgroup')" "$(ls -d /sys/fs/cgroup/*/"$group/e/sub" | wc -l)"; contains 'exec --cgroup of none' "$(rt exec --cgroup none e true 2>&1)" '/e/none: no such file or directory'; }
contains 'exec --process-label' "$(rt exec --process-label a:b:c:d e true 2>&1)" 'selinux'
rt delete -f e
grep -q _ses /proc/keys && { bundle e '["cat","/proc/keys"]'; sed -i 's|"/proc/keys",||' "$work/e/config.json"; contains 'a keyring of its own' "$(run)" '_ses.e'; case "$(rt run -b "$work/e" --no-new-keyring e9)" in *_ses.e9*) check 'no new keyring' made none ;; *) check 'no new keyring' 0 0 ;; esac; }
shell e 'ls / | tr \\\\n -; grep -c -e ^proc -e sysfs /proc/mounts; ls /proc/1/root | grep -c bundle; touch /tmp/moved'
contains 'no pivot' "$(rt run -b "$work/e" --no-pivot e 2>&1 | tr '\n' ' ')" 'bin-dev-etc-proc-root-sys-tmp-'
check 'no pivot: files' "$(ls "$work/e/rootfs/tmp")" moved
check 'no pivot: the mounts of the host are as before' "$(grep -c ' /proc ' /proc/self/mountinfo)" 1
