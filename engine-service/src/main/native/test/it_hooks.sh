# Hooks: what runtime-tools' hooks, prestart, poststart, poststop, their _fail and process_rlimits_fail set out to
# prove but print no test line for. Order and timing are read from one file that hooks and container write to.
said() { [ ! -e "$work/said" ] || tr '\n' ' ' < "$work/said"; }
say_to() { printf '{"path":"/bin/sh","args":["sh","-c","cat > /dev/null; echo %s >> %s"]}' "$1" "$work/said"; }
false_hook='{"path":"/bin/false","args":["false"]}'
writes() { # writes 'HOOKS': a container that writes "process", with these hooks
	rm -f "$work/said"
	EXTRA_MOUNTS=',{"destination":"/w","type":"bind","source":"'$work'","options":["bind","rw"]}' EXTRA=",\"hooks\":{$1}" \
		shell h 'echo process >> /w/said'
}
created() { rt create -b "$work/h" h < /dev/null > "$work/out" 2>&1; }
gone() { rt state h 2>&1 | grep -c 'does not exist'; }
ended_h() { until_true 'rt state h | grep -q stopped'; }

writes "\"prestart\":[$(say_to pre1),$(say_to pre2)],\"poststart\":[$(say_to start1),$(say_to start2)],\"poststop\":[$(say_to stop1),$(say_to stop2)]"
created; check 'prestart hooks run at create, in order, and the process does not' "$(said)" 'pre1 pre2 '
rt start h; check 'start with hooks' $? 0
ended_h
contains 'poststart hooks run in order' "$(said)" 'start1 start2'
contains 'poststart hooks run beside the process' "$(said)" process
case $(said) in *stop1*) early=yes ;; *) early=no ;; esac
check 'no poststop hook before the deletion' "$early" no
rt delete h; contains 'poststop hooks run after it, in order' "$(said)" 'stop1 stop2 '

for kind in prestart createRuntime createContainer; do
	writes "\"$kind\":[$false_hook,$(say_to next)],\"poststop\":[$(say_to stop)]"
	created; check "$kind fails: create fails" $? 1
	contains "$kind fails: message" "$(cat "$work/out")" "error running $kind hook #0: /bin/false: exit status 1"
	check "$kind fails: neither its successor nor the process runs, poststop does" "$(said)" 'stop '
	check "$kind fails: nothing is left" "$(gone)" 1
done
writes "\"startContainer\":[{\"path\":\"/bin/false\",\"args\":[\"false\"]}]"
created; check 'startContainer is not for create' $? 0
contains 'startContainer fails: start fails' "$(rt start h 2>&1)" 'error running startContainer hook #0: /bin/false: exit status 1'
ended_h; check 'startContainer fails: the process does not run' "$(said)" ''
rt delete h; check 'startContainer fails: it can be deleted' "$(gone)" 1

# runtime-spec 1.2.1 and later: a poststart hook that fails is an error, and the container is stopped and destroyed.
EXTRA=",\"hooks\":{\"poststart\":[$false_hook,$(say_to next)],\"poststop\":[$(say_to stop)]}" bundle h '["sleep","60"]'
rm -f "$work/said"; created; contains 'poststart fails: start fails' "$(rt start h 2>&1)" 'error running poststart hook #0: /bin/false: exit status 1'
check 'poststart fails: nothing is left' "$(gone)" 1; check 'poststart fails: poststop runs' "$(said)" 'stop '

writes "\"poststop\":[$false_hook,$(say_to next)]"
created; rt start h; ended_h
rt --log "$work/h.log" --log-format json delete h 2> "$work/out"; check 'poststop fails: the deletion succeeds' $? 0
check 'poststop fails: the others run' "$(said)" 'process next '
contains 'poststop fails: a warning' "$(cat "$work/h.log")" '"level":"warning","msg":"error running poststop hook #0: poststop hook failed with exit code or signal: /bin/false: exit status 1"'
check 'poststop fails: nothing is left' "$(gone)" 1

EXTRA=',"hooks":{"prestart":[{"path":"/bin/sh","args":["sh","-c","sleep 60"],"timeout":1}]}' bundle h '["true"]'
contains 'a hook that takes too long' "$(run)" 'not done within 1 s'
EXTRA=",\"hooks\":{\"prestart\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"echo \$X >> $work/said; env | grep -c ^HOME >> $work/said; true\"],\"env\":[\"X=y\"]}]}" bundle h '["true"]'
rm -f "$work/said"; run; check 'a hook has its own environment and no other' "$(said)" 'y 0 '
EXTRA=",\"hooks\":{\"createRuntime\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"cat > $work/said\"]}]}" bundle h '["true"]'
run > /dev/null; contains 'a hook is told the state' "$(said)" "\"id\":\"h\",\"pid\":"; contains 'and the bundle' "$(said)" "\"status\":\"creating\",\"bundle\":\"$work/h\""

EXTRA_PROCESS=',"rlimits":[{"type":"RLIMIT_TEST","soft":1024,"hard":1024}]' bundle h '["true"]'
created; check 'an unknown rlimit: create fails' $? 1
contains 'an unknown rlimit is named' "$(cat "$work/out")" RLIMIT_TEST; check 'an unknown rlimit: nothing is left' "$(gone)" 1
