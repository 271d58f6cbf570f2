# System call filters: all actions, all flags, and a listener that decides.
agent=$(dirname "$client")/agent
filter() { # ACTION [MORE OF THE RULE [MORE OF THE PROFILE]] for mkdir
	printf '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["mkdir","mkdirat"],"action":"%s"%s}]%s}' "$1" "${2:-}" "${3:-}" > "$work/filter"
}
mkdir_with() { SECCOMP=$work/filter shell f 'mkdir /tmp/made 2>&1; echo $?; rm -rf /tmp/made'; run | tr '\n' ' '; }
filter SCMP_ACT_ERRNO; contains 'ERRNO' "$(mkdir_with)" 'Operation not permitted'
filter SCMP_ACT_ERRNO ',"errnoRet":28'; contains 'ERRNO with errnoRet' "$(mkdir_with)" 'No space left'
filter SCMP_ACT_KILL; contains 'KILL' "$(mkdir_with)" 159
filter SCMP_ACT_KILL_THREAD; contains 'KILL_THREAD' "$(mkdir_with)" 159
filter SCMP_ACT_KILL_PROCESS; contains 'KILL_PROCESS' "$(mkdir_with)" 159
filter SCMP_ACT_TRAP; contains 'TRAP' "$(mkdir_with)" 159
filter SCMP_ACT_TRACE; contains 'TRACE without a tracer' "$(mkdir_with)" 'not implemented'
filter SCMP_ACT_LOG; check 'LOG' "$(mkdir_with)" '0 '
filter SCMP_ACT_ALLOW; check 'ALLOW' "$(mkdir_with)" '0 '
for flag in TSYNC LOG SPEC_ALLOW WAIT_KILLABLE_RECV; do
	filter SCMP_ACT_ERRNO '' ",\"flags\":[\"SECCOMP_FILTER_FLAG_$flag\"]"; contains "flag $flag" "$(mkdir_with)" 'Operation not permitted'
	contains "features tell of $flag" "$(rt features)" "\"SECCOMP_FILTER_FLAG_$flag\""
done
filter SCMP_ACT_ERRNO '' ',"flags":["SECCOMP_FILTER_FLAG_NEW_LISTENER"]'; contains 'an unknown flag' "$(mkdir_with)" 'linux.seccomp: the flag SECCOMP_FILTER_FLAG_NEW_LISTENER is not supported'
filter SCMP_ACT_BOGUS; contains 'an unknown action' "$(mkdir_with)" 'linux.seccomp: the action SCMP_ACT_BOGUS'
filter SCMP_ACT_KILL ',"errnoRet":1'; contains 'an errno for an action without one' "$(mkdir_with)" 'errnoRet is not meant for SCMP_ACT_KILL'

listen() { # ERRNO
	rm -f "$work/agent.sock"; timeout 30 "$agent" "$work/agent.sock" notify "$1" > "$work/agent.out" 2>&1 &
	agent_pid=$!; until_true '[ -S "$work/agent.sock" ]'
}
notify() { filter SCMP_ACT_NOTIFY '' ",\"listenerPath\":\"$work/agent.sock\",\"listenerMetadata\":\"some \\\"words\\\"\"${1:-}"; }
notify; listen 30; contains 'NOTIFY: the listener refuses' "$(EXTRA=',"annotations":{"a":"b"}' mkdir_with)" 'Read-only file system'
wait $agent_pid; contains 'NOTIFY: what the listener is told' "$(head -1 "$work/agent.out")" '{"ociVersion":"1.3.0","fds":["seccompFd"],"pid":'
contains 'NOTIFY: metadata' "$(head -1 "$work/agent.out")" '"metadata":"some \"words\"","state":{"ociVersion":"1.3.0","id":"f","pid":'
contains 'NOTIFY: state' "$(head -1 "$work/agent.out")" ',"status":"creating","bundle":"'"$work/f"'"'
contains 'NOTIFY: annotations' "$(head -1 "$work/agent.out")" ',"annotations":{"a":"b"}}}'
contains 'NOTIFY: a call' "$(cat "$work/agent.out")" 'call '
notify ',"flags":["SECCOMP_FILTER_FLAG_TSYNC","SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]'; listen 0; check 'NOTIFY: the listener lets it go on' "$(mkdir_with)" '0 '; wait $agent_pid
# even the calls that the runtime itself still has to make, and with hardly any others allowed
printf '{"defaultAction":"SCMP_ACT_ALLOW","listenerPath":"%s/agent.sock","syscalls":[{"names":["execve","capset"],"action":"SCMP_ACT_NOTIFY"},{"names":["sendmsg","sendto","write"],"action":"SCMP_ACT_ERRNO"}]}' "$work" > "$work/filter"
listen 0; SECCOMP=$work/filter bundle f '["true"]'; check 'NOTIFY: of execve itself' "$(code)" 0; wait $agent_pid
check 'NOTIFY: of capset and execve' "$(grep -c ^call "$work/agent.out")" 2
notify; SECCOMP=$work/filter bundle f '["sleep","60"]'; listen 30; rt create -b "$work/f" f < /dev/null > /dev/null 2>&1; rt start f; check 'NOTIFY: create and start' $? 0
wait_line() { until_true 'grep -q seccompFd "$work/agent.out"'; }
wait_line; pid=$(rt ps -f json f | tr -cd 0-9); contains 'NOTIFY: the pid is the one of the host' "$(cat "$work/agent.out")" "\"pid\":$pid,"
kill $agent_pid; wait $agent_pid 2> /dev/null; listen 30
contains 'NOTIFY: exec has a filter of its own' "$(rt exec f mkdir /tmp/x 2>&1)" 'Read-only file system'; wait $agent_pid
contains 'NOTIFY: state of an exec' "$(cat "$work/agent.out")" '"status":"running"'
rt delete -f f
rm -f "$work/agent.sock"; contains 'NOTIFY: nobody listens' "$(run)" "linux.seccomp.listenerPath: failed to connect with seccomp agent $work/agent.sock: no such file or directory"
check 'nothing is left of it' "$(ls "$root")" ''
filter SCMP_ACT_NOTIFY; contains 'NOTIFY without a listener' "$(mkdir_with)" 'SCMP_ACT_NOTIFY needs a listenerPath'
printf '{"defaultAction":"SCMP_ACT_NOTIFY","listenerPath":"/x"}' > "$work/filter"; contains 'NOTIFY by default' "$(mkdir_with)" 'SCMP_ACT_NOTIFY cannot be used as default action'
filter SCMP_ACT_ALLOW '' ',"listenerMetadata":"x"'; contains 'metadata without a listener' "$(mkdir_with)" 'listenerMetadata needs a listenerPath'
