# Starts, stops and watches the five processes.

READY_SECONDS=${DAVIT_READY_SECONDS:-90}

socket_of() {
    case $1 in
        gateway) printf '%s/gateway/docker.sock' "$DAVIT_RUN_DIR" ;;
        *) printf '%s/%s/%s.sock' "$DAVIT_RUN_DIR" "$1" "$1" ;;
    esac
}

# The gateway's socket moves to its public place once it is ready.
reachable_socket_of() {
    if [ "$1" = gateway ] && [ ! -S "$(socket_of gateway)" ]; then
        printf '%s/docker.sock' "$DAVIT_RUN_DIR"
    else
        socket_of "$1"
    fi
}

actuator() { curl -s -m 5 --unix-socket "$(reachable_socket_of "$1")" "http://davit/actuator/$2" 2>/dev/null; }

is_ready() { running "$1" && actuator "$1" health/readiness | grep -q '"status":"UP"'; }

all_ready() {
    for service in $SERVICES; do
        is_ready "$service" || return 1
    done
    [ -S "$DAVIT_RUN_DIR/docker.sock" ]
}

pid_of() { cat "$DAVIT_RUN_DIR/$1.pid" 2>/dev/null || true; }

# A pid may have been given to somebody else since.
running() {
    pid=$(pid_of "$1")
    [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q -- "-Ddavit.service=$1 .*-Ddavit.run-dir=$DAVIT_RUN_DIR "
}

# One that was just started is for a moment still the shell that becomes it; one that ended has no command line.
ended() { ! running "$1" && ! grep -q . "/proc/$pid/cmdline" 2>/dev/null; }

make_accounts_and_folders() {
    getent group docker >/dev/null || groupadd --system docker
    getent group davit >/dev/null || groupadd --system davit
    getent passwd davit >/dev/null ||
        useradd --system --gid davit --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin davit
    mkdir -p "$DAVIT_RUN_DIR" "$DAVIT_STATE_DIR" "$DAVIT_STATE_DIR/logs"
    chmod 0711 "$DAVIT_RUN_DIR" "$DAVIT_STATE_DIR"
    chmod 0700 "$DAVIT_STATE_DIR/logs"
    for service in $SERVICES; do
        mkdir -p "$DAVIT_RUN_DIR/$service" "$DAVIT_STATE_DIR/$service"
        chmod 0750 "$DAVIT_RUN_DIR/$service"
        chmod 0710 "$DAVIT_STATE_DIR/$service"
        if unprivileged "$service"; then
            chown -R davit:davit "$DAVIT_RUN_DIR/$service" "$DAVIT_STATE_DIR/$service"
        else
            chown root:davit "$DAVIT_RUN_DIR/$service"
        fi
    done
    chmod 0700 "$DAVIT_RUN_DIR/gateway"
}

# A container must not be able to overwrite the runtime through /proc/self/exe: it is run from a read-only mount (and
# would else make one for itself at every start). A copy, so that a build does not pull it away under containers.
install_runtime() {
    built=$DAVIT_HOME/engine-service/target/native/davit-runtime
    [ -x "$built" ] || fail "$built is not built: run ./davit up without DAVIT_BUILD=never"
    mkdir -p "$DAVIT_STATE_DIR/bin"
    chmod 0711 "$DAVIT_STATE_DIR/bin"
    if mountpoint -q "$RUNTIME" && cmp -s "$built" "$RUNTIME"; then
        return
    fi
    unmount_if_mounted "$RUNTIME"
    cp "$built" "$RUNTIME.new"
    mv "$RUNTIME.new" "$RUNTIME"
    mount --bind "$RUNTIME" "$RUNTIME"
    mount -o remount,bind,ro "$RUNTIME"
}

# Lazily: the monitors of running containers go on.
unmount_if_mounted() {
    if mountpoint -q "$1" 2>/dev/null; then
        umount -l "$1"
    fi
}

# Gateway and registry run as an account that may not get to a tree below /root, say: they are run from a mount of it.
reach_apps() {
    as_davit test -x "$JAVA" || fail "the account davit cannot run $JAVA: install the JDK where everybody may read it"
    APPS=$SETUP
    as_davit test -r "$SETUP/gateway/app.jar" && return
    APPS=$DAVIT_RUN_DIR/apps
    mkdir -p "$APPS"
    mountpoint -q "$APPS" || mount --bind "$SETUP" "$APPS"
    as_davit test -r "$APPS/gateway/app.jar" || fail "the account davit cannot read $SETUP/gateway/app.jar"
}

as_davit() { setpriv --reuid davit --regid davit --clear-groups "$@"; }

unprivileged() { [ "$1" = gateway ] || [ "$1" = registry ]; }

# The one place that says what each service may do. What the engine may do is what a container may be given.
privileges_of() {
    case $1 in
        gateway | registry) printf -- '--reuid davit --regid davit --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs' ;;
        network) printf -- '--clear-groups --bounding-set=-all,+net_admin,+net_raw,+net_bind_service,+sys_admin,+sys_ptrace,+dac_override,+dac_read_search,+chown,+fowner,+kill' ;;
        storage) printf -- '--clear-groups --bounding-set=-all,+sys_admin,+sys_ptrace,+dac_override,+dac_read_search,+chown,+fowner,+fsetid,+mknod,+setfcap,+setgid,+setuid,+sys_chroot,+linux_immutable,+net_bind_service' ;;
        engine) printf -- '--clear-groups' ;;
    esac
}

start_services() {
    for service in $SERVICES; do
        running "$service" || start_service "$service"
    done
}

start_service() {
    app=$APPS/$1
    aot=
    [ "${DAVIT_AOT:-on}" = on ] && [ -e "$app/app.aot" ] && aot="-XX:AOTCache=app.aot -Xlog:aot*=off -Xlog:cds*=off"
    log=$DAVIT_STATE_DIR/logs/$1.log
    keep_log_bounded "$log"
    rm -f "$(socket_of "$1")"
    # shellcheck disable=SC2046,SC2086 # lists of options
    (
        cd "$app" || exit 1
        umask 0027
        export MALLOC_ARENA_MAX=2
        exec setsid setpriv $(privileges_of "$1") \
            "$JAVA" $aot $(jvm_options "$1") -Ddavit.service="$1" -Ddavit.run-dir="$DAVIT_RUN_DIR" \
            -Ddavit.state-dir="$DAVIT_STATE_DIR" -Ddavit.name="$DAVIT_NAME" \
            -Ddavit.registry.port="$DAVIT_REGISTRY_PORT" \
            -Ddavit.engine.runtime-path="$RUNTIME" $([ "$1" != gateway ] || listener_options) \
            ${DAVIT_USERNS_REMAP:+"$(remap_option)"} \
            $([ -z "${DAVIT_RUNTIME:-}" ] || runtime_option) \
            -jar app.jar
    ) </dev/null >>"$log" 2>&1 &
    printf '%s\n' $! >"$DAVIT_RUN_DIR/$1.pid"
}

keep_log_bounded() {
    if [ -e "$1" ] && [ "$(stat -c %s "$1")" -gt 20000000 ]; then
        mv "$1" "$1.1"
    fi
}

wait_until_ready() {
    deadline=$(($(date +%s) + READY_SECONDS))
    for service in $SERVICES; do
        until is_ready "$service"; do
            ! ended "$service" || fail_with_log "$service" "$service ended while it started"
            [ "$(date +%s)" -lt $deadline ] || fail_with_log "$service" "$service is not ready after $READY_SECONDS s"
            sleep 0.1
        done
        # Services that run as root bind root's sockets; the gateway's account is let in by its group.
        unprivileged "$service" || chgrp davit "$(socket_of "$service")"
    done
}

fail_with_log() {
    tail -n 15 "$DAVIT_STATE_DIR/logs/$1.log" >&2
    fail "$2; its log is $DAVIT_STATE_DIR/logs/$1.log"
}

# Bound by the unprivileged gateway in its private folder, then given to root and the group docker, as dockerd has it.
publish_docker_socket() {
    bound=$(socket_of gateway)
    if [ -S "$bound" ]; then
        chown root:docker "$bound"
        chmod 0660 "$bound"
        mv -f "$bound" "$DAVIT_RUN_DIR/docker.sock"
    fi
}

stop_containers() {
    docker_api GET '/containers/json' >/tmp/davit-containers.$$ || {
        rm -f /tmp/davit-containers.$$
        fail "cannot list the containers: the gateway does not answer (start it with ./davit up first)"
    }
    tr '{' '\n' </tmp/davit-containers.$$ | sed -n 's/^"Id":"\([0-9a-f]\{64\}\)".*/\1/p' >/tmp/davit-ids.$$
    rm -f /tmp/davit-containers.$$
    # At once: each may take the ten seconds that it is given.
    while read -r id; do
        { docker_api POST "/containers/$id/stop" >/dev/null && say "stopped container $(printf '%.12s' "$id")"; } &
    done </tmp/davit-ids.$$
    wait
    rm -f /tmp/davit-ids.$$
}

stop_services() {
    for service in gateway engine registry network storage; do
        if running "$service"; then
            kill "$pid"
            await_end "$service" "$pid"
            say "stopped $service"
        fi
        rm -f "$DAVIT_RUN_DIR/$service.pid" "$(socket_of "$service")"
    done
    rm -f "$DAVIT_RUN_DIR/docker.sock"
    forget_certificates
    unmount_if_mounted "$RUNTIME"
    unmount_if_mounted "$DAVIT_RUN_DIR/apps"
    remove_cgroups
}

# The parents of the containers' cgroups; those that still hold one refuse. A container that was stopped just now is
# removed by its monitor within moments.
remove_cgroups() {
    tries=0
    until rmdir /sys/fs/cgroup/*/"$DAVIT_NAME" /sys/fs/cgroup/"$DAVIT_NAME" 2>/dev/null ||
        [ -z "$(find /sys/fs/cgroup -maxdepth 2 -type d -name "$DAVIT_NAME")" ]; do
        tries=$((tries + 1))
        [ "$CONTAINERS" = yes ] && [ $tries -lt 50 ] || return 0
        sleep 0.1
    done
}

await_end() {
    tries=0
    while [ -d "/proc/$2" ] && running "$1"; do
        tries=$((tries + 1))
        [ $tries -ne 150 ] || { say "$1 did not stop within 15 s and is killed"; kill -9 "$2"; }
        sleep 0.1
    done
}

print_status() {
    printf '%-10s %-8s %-9s %-18s %8s %10s\n' SERVICE PID HEALTH VERSION MEMORY UPTIME
    total=0
    for service in $SERVICES; do
        if ! running "$service"; then
            printf '%-10s %-8s %-9s\n' "$service" - stopped
            continue
        fi
        health=$(actuator "$service" health | sed -n 's/.*"status":"\([A-Z_]*\)"}*$/\1/p' | head -n 1)
        actuator "$service" health/readiness | grep -q '"status":"UP"' && health=UP
        version=$(actuator "$service" info | sed -n 's/.*"version":"\([^"]*\)".*/\1/p')
        memory=$(memory_kib VmRSS "/proc/$pid/status")
        total=$((total + $(memory_kib Pss "/proc/$pid/smaps_rollup")))
        printf '%-10s %-8s %-9s %-18s %5s MB %10s\n' "$service" "$pid" "${health:-DOWN}" "${version:--}" \
            $((memory * 1024 / 1000000)) "$(ps -o etime= -p "$pid" | tr -d ' ')"
    done
    printf 'memory of the services together: %s MB (what they share is counted once)\n' $((total * 1024 / 1000000))
}

memory_kib() {
    kib=$(sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "$2" 2>/dev/null || true)
    printf '%s' "${kib:-0}"
}

follow_logs() {
    [ -z "$1" ] || case " $SERVICES " in
        *" $1 "*) ;;
        *) fail "no service '$1'; the services are: $SERVICES" ;;
    esac
    set -- "${1:-*}"
    # shellcheck disable=SC2086 # a pattern
    exec tail -n 50 -F "$DAVIT_STATE_DIR"/logs/$1.log
}

exec_tests() {
    cd "$DAVIT_HOME" || exit 1
    exec mvn -B verify -Ddavit.docker-cli="$DOCKER_CLI"
}
