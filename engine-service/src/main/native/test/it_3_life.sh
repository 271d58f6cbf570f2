# create, start, state, exec, kill, pause, delete.
bundle l '["sh","-c","trap \"exit 7\" TERM; echo ready; while :; do sleep 0.05; done"]'
sed -i 's|trap "exit 7" TERM|trap \\"exit 7\\" TERM|' "$work/l/config.json"
rt create -b "$work/l" --pid-file "$work/l.pid" l < /dev/null > "$work/l.out" 2>&1
check 'create' "$?" 0
contains 'state created' "$(rt state l)" '"status":"created"'
check 'pid file' "$(readlink /proc/$(cat "$work/l.pid")/exe > /dev/null && echo yes)" yes
check 'nothing runs yet' "$(cat "$work/l.out")" ''
contains 'an id is used once' "$(rt create -b "$work/l" l 2>&1)" 'already exists'
rt start l; check 'start' $? 0
contains 'state running' "$(rt state l)" '"status":"running"'
contains 'a second start' "$(rt start l 2>&1)" 'cannot start a container that is running'
until_true '[ -s "$work/l.out" ]'; check 'it runs' "$(cat "$work/l.out")" ready
contains 'delete of a running one' "$(rt delete l 2>&1)" 'not stopped: running'
contains 'list' "$(rt list)" running
check 'exec' "$(rt exec l sh -c 'echo $$ $(id -u); grep -c l /proc/self/cgroup; hostname' | tail -1)" box
rt exec l sh -c 'exit 9'; check 'exec exit code' $? 9
contains 'exec not found' "$(rt exec l nosuch 2>&1)" 'exec: "nosuch": executable file not found in $PATH'
check 'exec user' "$(rt exec -u 1000:1000 l sh -c 'id -u; grep CapEff /proc/self/status' | tr -s '\n\t' ' ')" '1000 CapEff: 0000000000000000 '
contains 'exec bad user' "$(rt exec -u 1000x l id 2>&1)" 'in numbers'
contains 'exec huge user' "$(rt exec -u 4294967296 l id 2>&1)" 'in numbers'
check 'exec cwd and env' "$(rt exec --cwd /tmp -e A=b l sh -c 'pwd; echo $A' | tr '\n' ' ')" '/tmp b '
contains 'exec bad cwd' "$(rt exec --cwd /nosuch l true 2>&1)" 'chdir to cwd ("/nosuch") set in config.json failed: no such file or directory'
check 'exec is in the cgroup' "$(rt exec l cat /proc/self/cgroup | cut -d: -f3 | sort -u)" /
rt pause l; contains 'paused' "$(rt state l)" '"status":"paused"'
contains 'no exec while paused' "$(rt exec l true 2>&1)" 'paused'
rt resume l; contains 'resumed' "$(rt state l)" '"status":"running"'
contains 'ps' "$(rt ps -f json l)" "$(cat "$work/l.pid")"
contains 'bad signal' "$(rt kill l NOPE 2>&1)" 'unknown signal'
rt kill l TERM; until_true 'rt state l | grep -q stopped'; check 'kill' $? 0
contains 'kill of a stopped one' "$(rt kill l 2>&1)" 'container not running'
rt delete l; check 'delete' $? 0
contains 'it is gone' "$(rt state l 2>&1)" 'container does not exist'
rt delete -f l; check 'delete -f of none' $? 0
contains 'bad id' "$(rt state ../x 2>&1)" 'invalid container ID'
bundle k '["sleep","60"]'; rt create -b "$work/k" k < /dev/null > /dev/null 2>&1; rt delete k; check 'delete of a created one' $? 0
bundle k '["sleep","60"]'; rt run -d -b "$work/k" k < /dev/null > /dev/null 2>&1; rt pause k; rt delete -f k; check 'delete -f of a paused one' $? 0
NAMESPACES='[{"type":"mount"},{"type":"uts"}]' bundle k '["sh","-c","sleep 61 & sleep 61"]'
rt run -d -b "$work/k" k < /dev/null > /dev/null 2>&1; until_true '[ "$(rt ps -f json k | tr -cd , | wc -c)" = 1 ]'
rt kill -a k KILL; until_true '[ "$(rt ps -f json k)" = "[]" ]'; check 'kill -a without a pid namespace' $? 0; rt delete -f k
bundle k '["true"]'; contains 'no config' "$(rt run -b "$work/nothing" k 2>&1)" 'no such file or directory'
contains 'features' "$(rt features)" '"SCMP_ACT_ERRNO"'
rm -rf "$work/made"; mkdir "$work/made"; rt spec -b "$work/made"; check 'spec' "$(grep -c ociVersion "$work/made/config.json")" 1
# hooks: each adds a line, with the state on its standard input
printf '#!/bin/sh\necho $1 $(grep -c \\"pid\\") >> %s/hooks\n' "$work" > "$work/hook"; chmod +x "$work/hook"
hook() { printf '"%s":[{"path":"%s/hook","args":["hook","%s"]}]' "$1" "$work" "$1"; }
EXTRA=",\"hooks\":{$(hook prestart),$(hook createRuntime),$(hook createContainer),$(hook poststart),$(hook poststop)}" bundle k '["true"]'
rm -f "$work/hooks"; run; check 'hooks in order' "$(tr '\n' ' ' < "$work/hooks")" 'prestart 1 createRuntime 1 createContainer 1 poststart 1 poststop 1 '
EXTRA=',"hooks":{"createRuntime":[{"path":"/bin/false"}]}' bundle k '["true"]'; contains 'a failing hook' "$(run)" 'error running createRuntime hook #0: /bin/false: exit status 1'
