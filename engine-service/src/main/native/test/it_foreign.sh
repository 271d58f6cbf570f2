# The monitor with another OCI runtime in place of ours: everything it promises still holds.
# crun 1.8 wants no hybrid hierarchy.
crun=; [ ! -e /sys/fs/cgroup/cgroup.controllers ] || crun=$(command -v crun)
for foreign in $(command -v runc) $crun; do
	other=${foreign##*/}
	fm() { n=$1; shift; monitor "$n" --runtime "$foreign" "$@"; }
	fr() { timeout 60 "$foreign" --root "$root" "$@"; }
	shell f 'echo one; echo two >&2; exit 3'
	fm f; contains "$other: created" "$(cat "$work/f.events")" '{"event":"created","pid":'
	contains "$other: it is the other's container" "$(fr state f)" '"status": "created"'
	ask wait > "$work/f.wait" & waiting=$!
	ask 'attach stdin=0 stdout=1 stderr=1' > "$work/f.1" 2> "$work/f.2" < /dev/null & attached=$!
	sleep 0.2; start; contains "$other: started" "$(cat "$work/f.events")" '"event":"started"'
	wait $attached; wait $waiting; ended
	check "$other: streams" "$(cat "$work/f.1" "$work/f.2" | tr '\n' ' ')" 'one two '
	check "$other: exit code" "$(exit_field code)" 3
	check "$other: log" "$(cut -d, -f1,2 "$work/f.log" | sort | tr '\n' ' ')" '{"log":"one\n","stream":"stdout" {"log":"two\n","stream":"stderr" '
	contains "$other: nothing of it is left" "$(fr state f 2>&1)" 'exist'
	bundle f '["nosuch"]'; fm f; contains "$other: not found" "$(cat "$work/f.events")" '"event":"error","exitCode":127'; kill $holder; wait $holder 2> /dev/null
	bundle f '["/etc/passwd"]'; fm f; contains "$other: no program" "$(cat "$work/f.events")" '"event":"error","exitCode":126'; kill $holder; wait $holder 2> /dev/null
	bundle f '["/etc"]'; fm f; contains "$other: a directory" "$(cat "$work/f.events")" 'exec: \"/etc\": is a directory'; kill $holder; wait $holder 2> /dev/null
	bundle f '["sleep","60"]'; fm f; kill $holder; wait $holder 2> /dev/null
	until_true '[ ! -e "$root/f" ]'; check "$other: the end of the channel is the end" $? 0
	bundle f '["cat","/proc/self/oom_score_adj"]'; fm f --autostart; ended; check "$other: the monitor's own protection stays its own" "$(grep -c '"log":"0' "$work/f.log")" 1
	shell f 'cat; echo end'; fm f --stdin --stdin-once; printf 'some\n' | ask 'attach stdin=1 stdout=1 stderr=1' > "$work/f.1" & attached=$!
	sleep 0.1; start; wait $attached; ended; check "$other: stdin" "$(tr '\n' ' ' < "$work/f.1")" 'some end '
	TERMINAL=true shell f 'tty; stty size'; fm f --tty --rows 33 --cols 77; start; ended
	contains "$other: terminal" "$(cat "$work/f.log")" '/dev/pts/0'; contains "$other: its size" "$(cat "$work/f.log")" '33 77'

	RESOURCES=',"memory":{"limit":16777216,"swap":16777216}' shell f 'sleep 60 & dd if=/dev/zero of=/dev/null bs=64M count=1; kill -9 $!'
	fm f --autostart; ended; check "$other: out of memory" "$(exit_field oomKilled)" true

	bundle f '["sleep","60"]'; fm f --autostart
	holder_f=$holder
	printf '{"args":["sh","-c","echo in; id -u; exit 9"],"env":["PATH=/bin"],"cwd":"/","user":{"uid":1000,"gid":1000}}' > "$work/x.json"
	EXEC=f fm x; contains "$other: exec prepared" "$(cat "$work/x.events")" '"event":"created"'
	ask 'attach stdin=0 stdout=1 stderr=1' > "$work/x.1" 2>&1 < /dev/null & attached=$!
	sleep 0.1; start; wait $attached; ended
	check "$other: exec" "$(tr '\n' ' ' < "$work/x.1")" 'in 1000 '; check "$other: exit code of an exec" "$(exit_field code)" 9
	printf '{"args":["nosuch"],"env":["PATH=/bin"],"cwd":"/","user":{"uid":0,"gid":0}}' > "$work/x.json"
	EXEC=f fm x; start; contains "$other: exec not found" "$(cat "$work/x.events")" '"event":"error","exitCode":127'; kill $holder; wait $holder 2> /dev/null
	printf '{"terminal":true,"args":["tty"],"env":["PATH=/bin"],"cwd":"/","user":{"uid":0,"gid":0}}' > "$work/x.json"
	EXEC=f fm x --tty; timeout 20 "$client" -r "$work/x.sock" "attach stdin=0 stdout=1 stderr=0" > "$work/x.1" < /dev/null & attached=$!
	sleep 0.1; start; wait $attached; ended; contains "$other: exec with a terminal" "$(cat "$work/x.1")" /dev/pts/
	holder=$holder_f id=f
	fr kill f KILL; ended; check "$other: killed" "$(exit_field code) $(exit_field signal)" '137 9'
done
bundle f '["true"]'; monitor f --runtime /nosuch/runtime; contains 'no such runtime' "$(cat "$work/f.events")" '/nosuch/runtime create ended with status'; kill $holder; wait $holder 2> /dev/null
