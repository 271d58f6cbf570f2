# The monitor: control channel, attach, log, terminal, execs.
shell m 'echo one; echo two >&2; printf three'
monitor m; contains 'created' "$(cat "$work/m.events")" '{"event":"created","pid":'
contains 'status' "$(ask status)" '{"status":"created","pid":'
contains 'visible as usual' "$(rt state m)" '"status":"created"'
ask 'attach stdin=0 stdout=1 stderr=1' > "$work/m.1" 2> "$work/m.2" < /dev/null & attached=$!
ask wait > "$work/m.wait" & waiting=$!
sleep 0.2; start; contains 'started' "$(cat "$work/m.events")" '"event":"started"'
wait $attached; wait $waiting; ended
check 'attached stdout' "$(tr '\n' ' ' < "$work/m.1")" 'one three'
check 'attached stderr' "$(cat "$work/m.2")" two
contains 'waited' "$(cat "$work/m.wait")" '{"event":"exit","code":0,"signal":0,"oomKilled":false,"finishedAt":"20'
check 'the exit file says the same' "$(tail -1 "$work/m.wait")" "$(cat "$work/m.exit")"
check 'log' "$(cut -d, -f1,2 "$work/m.log" | sort | tr '\n' ' ')" '{"log":"one\n","stream":"stdout" {"log":"three","stream":"stdout" {"log":"two\n","stream":"stderr" '
shell m 'exit 5'; monitor m --autostart; ended; check 'exit code' "$(exit_field code)" 5
bundle m '["nosuch"]'; monitor m; contains 'not found' "$(cat "$work/m.events")" '{"event":"error","exitCode":127,"message":"unable to start container process: exec: \"nosuch\": executable file not found in $PATH"}'
kill $holder; wait $holder 2> /dev/null
bundle m '["/etc"]'; monitor m; contains 'directory' "$(cat "$work/m.events")" '"exitCode":126'; kill $holder; wait $holder 2> /dev/null
printf 'garbage' > "$work/m/rootfs/bad"; chmod +x "$work/m/rootfs/bad"
bundle m '["/bad"]'; monitor m; start; contains 'execve fails' "$(cat "$work/m.events")" '"exitCode":126,"message":"unable to start container process: exec /bad: exec format error"'; kill $holder; wait $holder 2> /dev/null
bundle m '["sleep","60"]'; monitor m; kill $holder; wait $holder 2> /dev/null
until_true '[ ! -e "$root/m" ]'; check 'the end of the channel is the end' $? 0
bundle m '["sleep","60"]'; monitor m; check 'start by the socket' "$(ask start)" ok; contains 'reported too' "$(cat "$work/m.events")" started
contains 'started twice' "$(ask start)" 'error '; rt kill m KILL; ended
check 'killed' "$(exit_field code) $(exit_field signal)" '137 9'
bundle m '["sleep","60"]'; monitor m; rt start m; check 'start by the command' $? 0; rt delete -f m; ended; check 'delete -f under a monitor' "$(exit_field code)" 137

bundle m '["sleep","60"]'; monitor m; rt delete -f m; ended
contains 'deleted before the start' "$(cat "$work/m.events")" 'killed before it was started'
# --hold: the process that was called stays until the channel closes, for callers that tie pipes to it
bundle m '["sleep","60"]'; rm -f "$work/m.in" "$work/m.exit"; mkfifo "$work/m.in"
rt monitor --hold --bundle "$work/m" --socket "$work/m.sock" --exit-file "$work/m.exit" m < "$work/m.in" > "$work/m.events" & held=$!
exec 8> "$work/m.in"; until_true '[ -s "$work/m.events" ]'; sleep 0.1; kill -0 $held; check 'held before the start' $? 0
echo start >&8; wait $held; check 'let go at the start' $? 0; exec 8>&-; id=m; rt kill m KILL; ended

# stdin: two megabytes through, then the half-close, then the rest of the output
shell m 'cat; echo end >&2'; head -c 2000000 /dev/urandom > "$work/data"
monitor m --stdin --stdin-once
ask 'attach stdin=1 stdout=1 stderr=1' < "$work/data" > "$work/m.1" 2> "$work/m.2" & attached=$!
sleep 0.1; start; wait $attached; ended
check 'all of stdin came back' "$(cmp "$work/data" "$work/m.1" && cat "$work/m.2")" end
rm -f "$work/m.log"
# a client that does not read holds up nobody for ever, and loses nothing while it is there
shell m 'seq 100000'; monitor m
ask 'attach stdin=0 stdout=1 stderr=1' < /dev/null 2> /dev/null | (sleep 1; cat) > "$work/m.1" & attached=$!
ask 'attach stdin=0 stdout=1 stderr=1' < /dev/null > "$work/m.2" & second=$!
sleep 0.2; start; wait $attached; wait $second; ended
check 'a slow client gets everything' "$(tail -1 "$work/m.1") $(wc -l < "$work/m.1")" '100000 100000'
check 'so does a fast one' "$(wc -l < "$work/m.2")" 100000
check 'and the log' "$(wc -l < "$work/m.log")" 100000
# more than socket and client hold, less than with our pipe: at the exit some of it waits for the client, and some is in the pipe
shell m 'seq 57000'; monitor m
ask 'attach stdin=0 stdout=1 stderr=1' < /dev/null 2> /dev/null | (sleep 1; cat) > "$work/m.1" & attached=$!
sleep 0.2; start; wait $attached; ended; seq 57000 > "$work/m.2"
check 'what is left at the exit comes in order' "$(cmp "$work/m.1" "$work/m.2" && echo same)" same
rm -f "$work/m.log"; shell m 'seq 1000'; monitor m --autostart --log-max-size 20000 --log-max-files 3; ended
check 'rotation' "$(ls "$work" | grep -c '^m.log')" 3
contains 'newest lines are there' "$(tail -1 "$work/m.log")" '{"log":"1000\n"'
shell m 'exec >&- 2>&-; sleep 0.3; exit 4'; monitor m --autostart; ended; check 'closed streams are not the end' "$(exit_field code)" 4
bundle m '["sleep","60"]'; monitor m --autostart; contains 'bad request' "$(ask nonsense)" 'error unknown'; contains 'bad attach' "$(ask 'attach foo=1' 2>&1)" 'not attached'
contains 'resize without a terminal' "$(ask 'resize 1 2')" 'error'
check 'the socket is private' "$(stat -c %a "$work/m.sock")" 600
parent=$(sed -n 's/PPid:\t//p' /proc/$(ask status | sed 's/.*"pid":\([0-9]*\).*/\1/')/status)
memory() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" "/proc/$parent/smaps_rollup" | awk '{ sum += $1 } END { print sum }'; }
idle() { [ "$(memory Rss)" -le 60 ] && [ "$(memory 'Private_[CD][a-z]*')" -le 40 ]; }
# at rest after clients have been served
[ -n "$sanitized" ] || { until_true idle; check "memory of a monitor: $(memory Rss) kB, private $(memory 'Private_[CD][a-z]*') kB" "$?" 0; }
# execs, in that container
process() { printf '{"terminal":%s,"user":{"uid":0,"gid":0},"args":%s,"env":["PATH=/bin"],"cwd":"/"}' "$1" "$2" > "$work/$3.json"; }
holder_m=$holder
process false '["sh","-c","cat; echo done >&2; exit 6"]' e
EXEC=m monitor e --stdin --stdin-once; echo input | ask 'attach stdin=1 stdout=1 stderr=1' > "$work/e.1" 2> "$work/e.2" & attached=$!
sleep 0.2; start; wait $attached; ended
check 'exec' "$(cat "$work/e.1" "$work/e.2" | tr '\n' ' ')$(exit_field code)" 'input done 6'
process false '["nosuch"]' e; EXEC=m monitor e; contains 'exec not found' "$(cat "$work/e.events")" '"exitCode":127'; kill $holder; wait $holder 2> /dev/null
process true '["sh","-c","tty; stty size; cat"]' e; EXEC=m monitor e --tty --stdin --rows 11 --cols 22
timeout 20 "$client" -r "$work/e.sock" 'attach stdin=0 stdout=1 stderr=1' > "$work/e.1" < /dev/null & attached=$!
sleep 0.2; start; until_true 'grep -q 22 "$work/e.1"'; check 'exec with a terminal' "$(tr -d '\r' < "$work/e.1" | tr '\n' ' ')" '/dev/pts/0 11 22 '
id=m; holder=$holder_m; rt kill m KILL; ended; id=e; ended; wait $attached
check 'an exec ends with its container' "$(exit_field code)" 137

# terminal
TERMINAL=true bundle t '["sh","-c","stty -echo; tty; stty size; ls -l /dev/console | cut -c1; read line; stty size; cat"]'
monitor t --tty --stdin --rows 33 --cols 44; start
mkfifo "$work/t.keys"; sleep 20 > "$work/t.keys" & keys=$!
timeout 20 "$client" -r "$work/t.sock" 'attach stdin=1 stdout=1 stderr=1 detach=16,17' < "$work/t.keys" > "$work/t.1" & attached=$!
sleep 0.3; check 'resize' "$(ask 'resize 50 60')" ok; printf 'go\n' > "$work/t.keys"; until_true 'grep -q 50 "$work/t.1"'
contains 'the new size is seen' "$(tr -d '\r' < "$work/t.1" | tr '\n' ' ')" '50 60'
printf 'a\020b\020' > "$work/t.keys"; sleep 0.1; printf '\021' > "$work/t.keys"
wait $attached; check 'detach keys' $? 0
contains 'still running' "$(ask status)" running
kill $keys; wait $keys 2> /dev/null; rt kill t KILL; ended; check 'killed at a terminal' "$(exit_field code)" 137
contains 'the terminal is logged' "$(cat "$work/t.log")" '/dev/pts/0'
TERMINAL=true shell t 'seq 5000'; monitor t --tty --autostart; ended; check 'no output of a terminal is lost' "$(sed -n 's/{"log":"\([0-9]*\).*/\1/p' "$work/t.log" | tail -1)" 5000
