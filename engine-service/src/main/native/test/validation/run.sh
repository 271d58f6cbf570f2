#!/bin/sh
# Runs runtime-tools' validation programs against a runtime: run.sh PROGRAMS RUNTIME OUTPUT [PROGRAM...]
# PROGRAMS is the folder that build.sh filled; a program's lines go to OUTPUT/program.tap, .err and .code.
set -eu
programs=$(readlink -f "$1")
runtime=$(readlink -f "$2")
rm -rf "$3"
mkdir -p "$3"
output=$(readlink -f "$3")
shift 3
scratch=$(mktemp -d /tmp/davit-validation-XXXXXX)
chmod 755 "$scratch" # a program in a user namespace has to get to its bundle
# A container that was refused leaves the parents of its cgroup.
clean_up() {
	rm -rf "$scratch"
	find /sys/fs/cgroup -depth -mindepth 2 -type d \( -path '*/testdir*' -o -name cgrouptest \) -exec rmdir {} + 2> /dev/null || true
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

# In a mount namespace of its own, since linux_ns_itype mounts over its bundle in the caller's.
one() {
	begin=$(date +%s)
	code=0
	(cd "$programs" && TMPDIR=$scratch RUNTIME=$runtime exec timeout -k 5 90 unshare -m "./$1") \
		< /dev/null > "$output/$1.tap" 2> "$output/$1.err" || code=$?
	echo "$code $(($(date +%s) - begin))" > "$output/$1.code"
}
lane() {
	for program; do
		one "$program"
	done
}
# Most of the time is sleep. Those that share one cgroup path come after one another.
patient='delete kill killsig pidfile'
all=$(cd "$programs" && ls | grep -v -e '^runtimetest$' -e '\.tar\.gz$')
pick() { printf '%s\n' "$all" | grep "$@"; }
cgroups=$(pick -e ^linux_cgroups_ -e ^delete_)
others=$(pick -v -e ^linux_cgroups_ -e ^delete_ $(printf -- '-e ^%s$ ' $patient))
if [ $# -gt 0 ]; then
	lane "$@"
	exit
fi
# shellcheck disable=SC2086 # lists of names
{
	lane $cgroups &
	for program in $patient; do
		lane "$program" &
	done
	lane $(printf '%s\n' $others | sed -n 'p;n;n') &
	lane $(printf '%s\n' $others | sed -n 'n;p;n') &
	lane $(printf '%s\n' $others | sed -n 'n;n;p') &
	wait
}
