#!/bin/bash
# Davit beside Debian's dockerd 20.10, in one run on one machine: bench/run.sh [RUNS]
set -euo pipefail

RUNS=${1:-30}
HERE=$(cd -- "$(dirname -- "$0")" && pwd)
WORK=$(mktemp -d /tmp/davit-bench-XXXXXX)
export DAVIT_RUN_DIR=/run/dvb-$$ DAVIT_NAME=bench$(($$ % 10000)) DAVIT_STATE_DIR=$WORK/davit/state
export DAVIT_REGISTRY_PORT=$((20000 + $$ % 10000)) DOCKER_CONFIG=$WORK/config
DAVIT_HOST=unix://$DAVIT_RUN_DIR/docker.sock

say() { printf '%s\n' "$*" >&2; }
die() { say "bench: $*"; exit 1; }
. "$HERE/dockerd.sh"

clean_up() {
    status=$?
    trap '' INT TERM
    if [ -d "$DAVIT_RUN_DIR" ]; then
        containers=$(docker -H "$DAVIT_HOST" ps -aq 2>/dev/null) || containers=
        # shellcheck disable=SC2086 # a list of ids
        [ -z "$containers" ] || docker -H "$DAVIT_HOST" rm -fv $containers >/dev/null || true
        "$HERE/../davit" down --containers >/dev/null || true
    fi
    dockerd_stop "$WORK" || true
    umount "$WORK/davit" 2>/dev/null || true
    rm -rf --one-file-system "$WORK" "$DAVIT_RUN_DIR"
    exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# Sets $took to what a command takes, in microseconds.
timed() {
    local begin=${EPOCHREALTIME/./}
    "$@" >/dev/null
    took=$((${EPOCHREALTIME/./} - begin))
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { printf "%.1f", (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2000 }'; }

row() { # WHAT UNIT DAVIT DOCKERD
    awk -v what="$1" -v unit="$2" -v ours="$3" -v theirs="$4" 'BEGIN {
        printf "| %-46s | %9s %-3s | %9s %-3s | %5s |\n", what, ours, unit, theirs, theirs == "-" ? "" : unit,
            theirs == "-" || ours == 0 ? "-" : sprintf("%.1fx", theirs / ours) }'
}

WARM_UP=300 # what JVMs take of the processor falls until then: 88, 41, 33 ms a run; dockerd gets as many

# The two take turns, so that both have the same weather.
compare_runs() { # WHAT OPTION...
    local what=$1 davit=$WORK/davit.times dockerd=$WORK/dockerd.times
    shift
    for _ in $(seq $WARM_UP); do
        docker -H "$DAVIT_HOST" run --rm "$@" busybox true
        docker -H "$DOCKERD_HOST" run --rm "$@" busybox true
    done
    : >"$davit"
    : >"$dockerd"
    for _ in $(seq "$RUNS"); do
        timed docker -H "$DAVIT_HOST" run --rm "$@" busybox true
        echo "$took" >>"$davit"
        timed docker -H "$DOCKERD_HOST" run --rm "$@" busybox true
        echo "$took" >>"$dockerd"
    done
    row "$what, median of $RUNS" ms "$(median "$davit")" "$(median "$dockerd")"
}

resident_kb() { # PID...
    for pid in "$@"; do sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status"; done | awk '{ s += $1 } END { print s + 0 }'
}

# Resident memory of the process above each of ten containers, which is the monitor or the shim.
monitor_kb() { # HOST
    local parents=() pid
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        pid=$(docker -H "$1" inspect -f '{{.State.Pid}}' "$(docker -H "$1" run -d busybox sleep 1000)")
        parents+=("$(awk '{ print $4 }' "/proc/$pid/stat")")
    done
    echo $(($(resident_kb "${parents[@]}") / 10))
}

busybox_tar() {
    mkdir -p "$WORK/rootfs/bin" "$WORK/rootfs/tmp"
    cp "$(command -v busybox)" "$WORK/rootfs/bin/busybox"
    for applet in sh true sleep; do ln -s busybox "$WORK/rootfs/bin/$applet"; done
    tar -C "$WORK/rootfs" -cf "$WORK/busybox.tar" .
}

say "bench: starting Davit and dockerd on fresh ext4"
fresh_ext4 "$WORK/davit.img" "$WORK/davit"
chmod 0711 "$WORK"
"$HERE/../davit" up >/dev/null
"$HERE/../davit" down >/dev/null
timed "$HERE/../davit" up
up_ms=$((took / 1000))
dockerd_start "$WORK"
busybox_tar
for host in "$DAVIT_HOST" "$DOCKERD_HOST"; do
    docker -H "$host" import -c 'CMD ["sh"]' "$WORK/busybox.tar" busybox:latest >/dev/null
done

printf '| %-46s | %-13s | %-13s | %-5s |\n' "$(date -u +%F), $(nproc) cores, Linux $(uname -r | cut -d- -f1)" Davit "dockerd $(docker -H "$DOCKERD_HOST" version -f '{{.Server.Version}}' | cut -d+ -f1)" ratio
printf '|%s|%s|%s|%s|\n' "$(printf -- '-%.0s' {1..48})" "$(printf -- '-%.0s' {1..15})" "$(printf -- '-%.0s' {1..15})" -------
compare_runs 'run --rm busybox true'
compare_runs 'run --rm --net none busybox true' --net none
row './davit up of a built tree, with its first job' ms "$up_ms" -
row 'monitor, or shim, of a running container' kB "$(monitor_kb "$DAVIT_HOST")" "$(monitor_kb "$DOCKERD_HOST")"
services=$(cat "$DAVIT_RUN_DIR"/*.pid)
# shellcheck disable=SC2086 # a list of pids
row 'memory of the services' MB $(($(resident_kb $services) * 1024 / 1000000)) \
    $(($(resident_kb "$DOCKERD_PID" $(pgrep -P "$DOCKERD_PID" containerd)) * 1024 / 1000000))
