# Debian's dockerd 20.10 as the peer: unpacked, not installed, in a network namespace of its own,
# with its own roots on a fresh ext4. Sourced by run.sh; also a yardstick for acceptance/.
#   dockerd_start WORK   leaves the daemon's socket in $DOCKERD_HOST, its network namespace in $DOCKERD_NETNS
#   dockerd_stop WORK    stops it and removes what it left
# shellcheck shell=sh

dockerd_unpack() { # WORK
    command -v iptables >/dev/null || die "dockerd needs iptables: apt-get install iptables"
    command -v runc >/dev/null || packages=runc
    mkdir -p "$1/deb"
    # shellcheck disable=SC2086 # a list of names
    (
        cd "$1/deb" || exit
        apt-get download docker.io containerd ${packages:-} >/dev/null 2>&1 ||
            { apt-get update -qq && apt-get download docker.io containerd ${packages:-} >/dev/null 2>&1; } ||
            die "cannot download docker.io and containerd from Debian's packages"
        for deb in *.deb; do dpkg -x "$deb" root; done
    )
}

fresh_ext4() { # FILE MOUNTPOINT
    truncate -s 8G "$1"
    mkfs.ext4 -q -F "$1"
    mkdir -p "$2"
    mount -o loop "$1" "$2"
}

dockerd_start() { # WORK
    [ -d "$1/deb/root" ] || dockerd_unpack "$1"
    DOCKERD_NETNS=dbench-$$
    DOCKERD_RUN=/run/dbench-$$
    DOCKERD_HOST=unix://$DOCKERD_RUN/docker.sock
    fresh_ext4 "$1/dockerd.img" "$1/dockerd"
    ip netns add "$DOCKERD_NETNS"
    ip -n "$DOCKERD_NETNS" link set lo up
    mkdir -p "$DOCKERD_RUN"
    # nsenter, not `ip netns exec`: that one hides the cgroup mounts below /sys
    PATH=$1/deb/root/usr/bin:$1/deb/root/usr/sbin:$PATH \
        nsenter --net="/run/netns/$DOCKERD_NETNS" -- dockerd --host "$DOCKERD_HOST" \
        --data-root "$1/dockerd/data" --exec-root "$DOCKERD_RUN/exec" --pidfile "$DOCKERD_RUN/pid" \
        --storage-driver overlay2 --group root >"$1/dockerd.log" 2>&1 &
    DOCKERD_PID=$!
    tries=0
    until docker -H "$DOCKERD_HOST" version >/dev/null 2>&1; do
        tries=$((tries + 1))
        { kill -0 "$DOCKERD_PID" 2>/dev/null && [ "$tries" -lt 300 ]; } ||
            die "dockerd did not start: $(tail -n 5 "$1/dockerd.log")"
        sleep 0.1
    done
}

dockerd_stop() { # WORK
    [ -n "${DOCKERD_PID:-}" ] || return 0
    ids=$(docker -H "$DOCKERD_HOST" ps -aq 2>/dev/null) || ids=
    # shellcheck disable=SC2086
    [ -z "$ids" ] || docker -H "$DOCKERD_HOST" rm -fv $ids >/dev/null
    kill "$DOCKERD_PID" 2>/dev/null || true
    wait "$DOCKERD_PID" 2>/dev/null || true
    DOCKERD_PID=
    awk -v data="$1/dockerd" -v run="$DOCKERD_RUN/" 'index($5, data) == 1 || index($5, run) == 1 { print $5 }' \
        /proc/self/mountinfo | sort -r | while read -r mounted; do umount -l "$mounted"; done
    ip netns del "$DOCKERD_NETNS"
    rm -rf "$DOCKERD_RUN" "$1/dockerd" "$1/dockerd.img"
}
