# Bad input: a clear error, the right exit code, nothing left behind.
nothing_left() { check "$1: nothing is left" "$(ls "$root" 2> /dev/null; ls -d /sys/fs/cgroup/*/"$group"/b 2> /dev/null)" ''; }
refused() { # WHAT MESSAGE
	check "$1: exit code" "$(code)" 1; contains "$1" "$(cat "$work/out")" "$2"; nothing_left "$1"
}
bundle b '["true"]'; cp "$work/b/config.json" "$work/good.json"
bad() { cp "$work/good.json" "$work/b/config.json"; sed -i "$1" "$work/b/config.json"; }
head -c 400 "$work/good.json" > "$work/b/config.json"; refused 'truncated' 'invalid JSON at byte'
: > "$work/b/config.json"; refused 'empty' 'it ends too early'
{ head -c 100000 /dev/zero | tr '\0' '['; } > "$work/b/config.json"; refused 'deep' 'nested too deeply'
{ printf '{"a":"'; head -c 20000000 /dev/zero | tr '\0' a; printf '"}'; } > "$work/b/config.json"; refused 'huge' 'not a regular file of at most'
printf '{"ociVersion":"1.0.0","x":"\001"}' > "$work/b/config.json"; refused 'control character' 'a control character stands in a string'
echo '[]' > "$work/b/config.json"; refused 'no object' 'ociVersion is missing'
rm "$work/b/config.json"; mkfifo "$work/b/config.json"; refused 'a pipe' 'not a regular file'
rm "$work/b/config.json"; mkdir "$work/b/config.json"; refused 'a directory' 'not a regular file'; rmdir "$work/b/config.json"
bad 's/"path": "rootfs"/"path": "none"/'; refused 'no root' 'root.path'
ln -sfn rootfs "$work/b/link"; bad 's/"path": "rootfs"/"path": "link"/'; refused 'the root is a link' 'must not be a symbolic link'
bad 's/"path": "rootfs"/"path": "config.json"/'; refused 'the root is a file' 'is not a directory'
bad 's/{"type":"uts"}/{"type":"magic"}/'; refused 'unknown namespace' 'linux.namespaces: the type magic is not supported'
bad 's/"maskedPaths"/"devices": [{"path":"\/dev\/x","type":"q"}], "maskedPaths"/'; refused 'unknown device' 'linux.devices: the type q is unknown'
bad 's/"maskedPaths"/"devices": [{"path":"\/dev\/..","type":"c"}], "maskedPaths"/'; refused 'a device outside' 'is not a usable path'
bad 's/"maskedPaths"/"seccomp": {"defaultAction":"SCMP_ACT_ALLOW","syscalls":[{"names":["nosuchcall"],"action":"SCMP_ACT_KILL"}]}, "maskedPaths"/'; check 'unknown system call' "$(code)" 0
bad 's/"CAP_CHOWN"/"CAP_NOSUCH","CAP_CHOWN"/g'; check 'unknown capability' "$(code)" 0
bad 's/"args": \["true"\]/"args": []/'; refused 'no command' 'process.args must not be empty'
bad 's/"cwd": "\/"/"cwd": "relative"/'; refused 'relative directory' 'process.cwd must be an absolute path'
bad 's/"uid":0/"uid":4294967295/'; refused 'a user that wraps' 'process.user.uid: 4294967295 is not between'
bad 's|"cgroupsPath": "[^"]*"|"cgroupsPath": "/a/../../b"|'; refused 'a group outside' 'linux.cgroupsPath'

bad 's/\["true"\]/["sleep","60"]/'
rt create -b "$work/b" b < /dev/null > /dev/null 2>&1; kill -9 "$(rt state b | sed 's/.*"pid":\([0-9]*\).*/\1/')"; until_true 'rt state b | grep -q stopped'
contains 'killed between create and start' "$(rt start b 2>&1)" 'cannot start a container that is stopped'; rt delete b; check 'and deleted' $? 0; nothing_left 'killed between create and start'
contains 'twice the same' "$(rt run -d -b "$work/b" b < /dev/null > /dev/null 2>&1; rt create -b "$work/b" b < /dev/null 2>&1)" 'container with given ID already exists'
contains 'the first one lives' "$(rt state b)" running
contains 'delete of a running one' "$(rt delete b 2>&1)" 'not stopped: running'
rt delete -f b & one=$!; rt delete -f b > /dev/null 2>&1; wait $one; nothing_left 'two deletes at once'
for i in 1 2 3; do rt run -d -b "$work/b" b < /dev/null > /dev/null 2>&1; rt kill b KILL; until_true 'rt state b | grep -q stopped'; rt delete b 2> /dev/null & one=$!; rt delete b 2> /dev/null; second=$?; wait $one; first=$?; [ $first = 0 ] || [ $second = 0 ]; check 'one of two deletes succeeds' $? 0; nothing_left 'two deletes'; done
mkdir -p "$root/dead"; contains 'a state without a state' "$(rt state dead 2>&1)" 'state of container dead'; rt delete -f dead; check 'it can be deleted' $? 0
mkdir -p "$root/dead"; echo '{"pid":1,' > "$root/dead/state.json"; contains 'half a state' "$(rt kill dead 2>&1)" 'invalid JSON'; rt delete -f dead
mkdir -p "$root/dead"; printf '{"pid":1,"startTime":1,"id":"dead","bundle":"/b","rootfs":"/r","cgroup":"%s/dead","created":"x"}' "$group" > "$root/dead/state.json"; cp "$work/good.json" "$root/dead/config.json"
contains 'another process has the number' "$(rt state dead)" '"status":"stopped"'; contains 'it is not killed' "$(rt kill dead KILL 2>&1)" 'container not running'; rt delete dead; check 'a dead container is deleted' $? 0
nothing_left 'dead'
