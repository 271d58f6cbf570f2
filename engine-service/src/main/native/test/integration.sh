#!/bin/sh
# Runs containers with the given runtime and looks at them: integration.sh RUNTIME CLIENT
# Needs root, busybox-static and a cgroup hierarchy. Leaves nothing behind, and checks that it does.
set -u
runtime=$(readlink -f "$1")
client=$(readlink -f "$2")
at_call=$(dirname "$client")/at_call
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d /tmp/davit-it-XXXXXX)
root=$work/state
group=davit-it-$$
passed=0
failed=0
name=c

rt() { timeout 60 "$runtime" --root "$root" "$@"; }
case $runtime in */san/*) sanitized=1 ;; *) sanitized= ;; esac

# check WHAT ACTUAL EXPECTED
check() {
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED %s\n  is:        %s\n  should be: %s\n' "$1" "$2" "$3" >&2
	fi
}
contains() {
	case $2 in
	*"$3"*) passed=$((passed + 1)) ;;
	*) failed=$((failed + 1)); printf 'FAILED %s\n  is:             %s\n  should contain: %s\n' "$1" "$2" "$3" >&2 ;;
	esac
}

# bundle NAME 'ARGS': variables such as RESOURCES are taken from the environment (see bundle.sh)
bundle() {
	name=$1
	ARGS=$2 CGROUP=/$group/$name "$here/bundle.sh" "$work/$name"
}
shell() { # shell NAME 'script without double quotes'
	bundle "$1" "[\"sh\",\"-c\",\"$2\"]"
}
run() { rt run -b "$work/$name" "$name" 2>&1; }
code() { rt run -b "$work/$name" "$name" > "$work/out" 2>&1; echo $?; }

# waits for a condition, at most five seconds
until_true() {
	n=0
	while ! eval "$1"; do
		n=$((n + 1))
		[ $n -lt 250 ] || return 1
		sleep 0.02
	done
}

# monitor NAME OPTIONS...: starts one with its control channel on descriptors 7 (to it) and a file
monitor() {
	id=$1
	shift
	rm -f "$work/$id.in" "$work/$id.events" "$work/$id.exit"
	mkfifo "$work/$id.in"
	sleep 60 > "$work/$id.in" &
	holder=$!
	if [ "${EXEC:-}" ]; then
		set -- --exec "$EXEC" --process "$work/$id.json" "$@"
	else
		set -- --bundle "$work/$id" --log-file "$work/$id.log" "$@"
	fi
	rt monitor --socket "$work/$id.sock" --exit-file "$work/$id.exit" "$@" "$id" \
		< "$work/$id.in" > "$work/$id.events" 2> "$work/$id.err"
	until_true '[ -s "$work/$id.events" ]'
}
start() { echo start > "$work/$id.in"; until_true 'grep -q -e started -e error "$work/$id.events"'; }
ask() { timeout 20 "$client" "$work/$id.sock" "$@"; }
ended() {
	until_true '[ -s "$work/$id.exit" ] && [ ! -e "$work/$id.sock" ]'
	kill "$holder" 2> /dev/null
	wait "$holder" 2> /dev/null
}
exit_field() { sed -n "s/.*\"$1\":\([^,}]*\).*/\1/p" "$work/$id.exit"; }

on_v2() { unshare -m sh -c 'mount --make-rprivate / && mount --bind /sys/fs/cgroup/unified /mnt && mount --bind /mnt /sys/fs/cgroup && shift 0 && exec "$@"' sh timeout 60 "$runtime" --root "$root" "$@"; }
for test in "$here"/it_${TESTS:-}*.sh; do # TESTS=4 runs it_4_* alone
	. "$test"
done

# Nothing may be left.
until_true '[ -z "$(ls -A "$root" 2> /dev/null)" ]'
check 'no state is left' "$(ls -A "$root" 2> /dev/null)" ''
check 'no cgroup is left' "$(find /sys/fs/cgroup -mindepth 2 -path "*/$group/*" -type d 2> /dev/null)" ''
check 'no mount is left' "$(grep -c "$work" /proc/self/mountinfo)" 0
check 'no socket is left' "$(ls "$work"/*.sock 2> /dev/null)" ''
left() { grep -al "$work" /proc/[0-9]*/cmdline 2> /dev/null | xargs -r -n1 sh -c 'tr "\\0" " " 2> /dev/null < $0' 2> /dev/null | grep -v -e integration -e '^grep -al'; }
until_true '[ -z "$(left)" ]'
check 'no process is left' "$(left)" ''
find /sys/fs/cgroup -mindepth 2 -maxdepth 2 -name "$group" -exec rmdir {} + 2> /dev/null
rm -rf "$work"
printf '%d checks passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
