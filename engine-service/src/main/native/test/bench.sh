#!/bin/bash
# This runtime beside those that are installed: bench.sh RUNTIME BENCH [ROUNDS]
# Each measures whole processes, from spawn to reaped. In every round all take turns; shown is each one's quietest
# round, since other work on the machine only ever adds; and the processor time of all its processes. Root; leaves nothing behind.
set -eu
# In a mount namespace of its own, without the v2 part of a hybrid system, which crun 1.8 refuses to see.
if [ -z "${BENCH_INSIDE:-}" ]; then
	BENCH_INSIDE=1 exec unshare -m --propagation private "$0" "$@"
fi
umount /sys/fs/cgroup/unified 2> /dev/null || true
runtime=$(readlink -f "$1")
bench=$(readlink -f "$2")
rounds=${3:-5}
here=$(dirname "$(readlink -f "$0")")
work=$(mktemp -d /tmp/davit-bench-XXXXXX)
own=$work/sealed
group=davit-bench-$$
others=
for other in runc crun; do ! command -v $other > /dev/null || others="$others $other"; done
compared=$others

clean_up() {
	trap '' INT TERM
	for name in "$own" $compared; do
		for state in "$work/state-${name##*/}"/*; do
			[ ! -e "$state" ] || "$name" --root "${state%/*}" delete -f "${state##*/}" || true
		done
	done
	for mount in "$work/b/merged" "$own" "$work/disk"; do umount "$mount" 2> /dev/null || true; done
	for attempt in 1 2 3 4 5 6 7 8 9 10; do # the last process may still be on its way out
		! find /sys/fs/cgroup -depth -mindepth 2 -path "*/$group*" -type d -exec rmdir {} + 2> /dev/null || break
		sleep 0.1
	done
	rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

mkdir -p "$work/b" "$work/disk"
mount -t tmpfs bench "$work/disk"
mkdir "$work/disk/upper" "$work/disk/work" "$work/b/merged"
"$here/docker_profile.py" "$here/../../resources/seccomp/default.rules" > "$work/profile.json"
export SECCOMP=$work/profile.json ROOTFS=merged
export RESOURCES=',"memory":{"limit":134217728},"cpu":{"shares":512,"quota":50000,"period":100000},"pids":{"limit":100}'
ARGS='["true"]' CGROUP=/$group/b "$here/bundle.sh" "$work/b"
mount -t overlay overlay -o "lowerdir=$work/b/rootfs,upperdir=$work/disk/upper,workdir=$work/disk/work" "$work/b/merged"
# As an installation has it: on a read-only mount.
cp "$runtime" "$own"
mount --bind "$own" "$own"
mount -o remount,bind,ro "$own"

# Before all other work on the machine: a real-time priority is inherited by what is measured. Where that is refused
# (a kernel with CONFIG_RT_GROUP_SCHED takes no such process into a new cgroup), as it is.
bench() {
	if [ -z "${REAL_TIME=$(chrt -f 1 "$own" --root "$work/state-sealed" run -b "$work/b" probe 2> /dev/null && echo yes)}" ]; then
		"$bench" "$@"
	else
		chrt -f 1 "$bench" "$@"
	fi
}

root_of() { echo "$work/state-${1##*/}"; }
best() { # FILE: the round with the smallest median
	sort -n "$1" | awk 'END { if (NR == 0) print "   failed" } NR == 1 {
		printf "%7.2f ms (fastest %6.2f, 95 %% below %6.2f)  processor %6.2f ms\n", $1 / 1000, $2 / 1000, $3 / 1000, $4 / 1000 }'
}
show() { # WHAT TIMES WHO
	printf '%-44s %-14s %s\n' "$1" "$3" "$(best "$2")"
}
# compare WHAT COUNT-OF-OURS COUNT-OF-OTHERS FUNCTION: the function prints the arguments for a runtime
compare() {
	local what=$1 ours=$2 theirs=$3 arguments=$4 round name count args
	rm -f "$work"/times-*
	for round in $(seq "$rounds"); do
		for name in "$own" $others; do
			count=$theirs
			[ "$name" != "$own" ] || count=$ours
			read -r -a args <<< "$($arguments "$name")"
			bench "$count" "$name" --root "$(root_of "$name")" "${args[@]}" >> "$work/times-${name##*/}" || true # shown as missing
		done
	done
	for name in "$own" $others; do
		show "$what" "$work/times-${name##*/}" "$([ "$name" = "$own" ] && echo davit-runtime || echo "$name")"
	done
}

run_arguments() { echo "run -b $work/b bench%"; }
exec_arguments() { echo "exec box true"; }
ls -l "$runtime" | awk '{ printf "%-44s %-14s %7.0f kB\n", "the binary", "davit-runtime", $5 / 1000 }'
compare 'run of true: overlay, limits, full profile' 200 20 run_arguments
run_args="--root $work/state-sealed run -b $work/b"
for round in $(seq "$rounds"); do "$bench" 100 "$runtime" $run_args bench% >> "$work/times-self"; done
show '  the same, sealing itself at each run' "$work/times-self" davit-runtime

# What an exec enters: one a runtime, since each has its own state.
for name in "$own" $others; do
	who=${name##*/}
	ARGS='["sleep","1000"]' CGROUP=/$group/x-$who ROOTFS=rootfs "$here/bundle.sh" "$work/x-$who"
	"$name" --root "$(root_of "$name")" run -d -b "$work/x-$who" box < /dev/null > /dev/null 2>&1
done
compare 'exec of true: full profile' 200 20 exec_arguments

# Does anything grow with what else is there?
many() { # 200 containers, created and waiting
	local i
	for i in $(seq 200); do
		ARGS='["sleep","1000"]' CGROUP=/$group/many-$i ROOTFS=../b/rootfs "$here/bundle.sh" "$work/many" > /dev/null
		"$own" --root "$(root_of "$own")" create -b "$work/many" "many-$i" < /dev/null > /dev/null 2>&1
	done
}
others=
many
sleep 2 # the kernel still has work of its own with what has just been made
compare 'run, beside 200 containers' 200 0 run_arguments
compare 'exec, beside 200 containers' 200 0 exec_arguments
open_many() ( # COMMAND with 10,000 open descriptors, which it inherits
	ulimit -n 20000
	for ((i = 10; i < 10010; i++)); do eval "exec $i< /dev/null"; done
	"$@"
)
rm -f "$work"/times-*
for round in $(seq "$rounds"); do
	bench 100 "$own" --version | sed -n '$p' >> "$work/times-none"
	open_many bench 100 "$own" --version | sed -n '$p' >> "$work/times-version"
	open_many bench 100 "$own" $run_args 'bench%' >> "$work/times-run"
	open_many bench 100 "$own" --root "$work/state-sealed" exec box true >> "$work/times-exec"
done
show '--version, which does nothing' "$work/times-none" davit-runtime
show '  called with 10,000 open descriptors' "$work/times-version" davit-runtime
show 'run, called with 10,000 open descriptors' "$work/times-run" davit-runtime
show 'exec, called with 10,000 open descriptors' "$work/times-exec" davit-runtime

# The process that stays with a container.
ARGS='["sleep","1000"]' CGROUP=/$group/m "$here/bundle.sh" "$work/b"
"$own" --root "$(root_of "$own")" monitor --bundle "$work/b" --socket "$work/m.sock" --exit-file "$work/m.exit" --autostart m2 \
	< /dev/null > "$work/m.events"
for attempt in $(seq 20); do # until it is at rest, also on a busy machine
	sleep 0.1
	[ ! -s "$work/m.events" ] || ! grep -q started "$work/m.events" || break
done
sleep 0.3
inside=$(sed -n 's/.*"started","pid":\([0-9]*\).*/\1/p' "$work/m.events")
above=$(sed -n 's/PPid:\t//p' "/proc/$inside/status")
awk '/^Rss/ { rss = $2 } /^Private_[CD]/ { private += $2 } END {
	printf "%-44s %-14s %7d kB, private %d kB\n", "memory of a monitor at rest", "davit-runtime", rss, private }' "/proc/$above/smaps_rollup"
