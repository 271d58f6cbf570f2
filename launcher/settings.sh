# Options, environment and how the launcher speaks.

SERVICES="storage network engine registry gateway"

say() { printf 'davit: %s\n' "$*"; }
fail() { printf 'davit: %s\n' "$*" >&2; exit 1; }

milliseconds() { date +%s%3N; }
since() { printf '%d.%03d s' $((($(milliseconds) - $1) / 1000)) $((($(milliseconds) - $1) % 1000)); }

need_root() {
    [ "$(id -u)" = 0 ] || fail "'$1' makes namespaces, mounts and bridges and needs root: sudo ./davit $1"
}

parse_options() {
    CONTAINERS=no
    SERVICE=
    while [ $# -gt 0 ]; do
        case $1 in
            --*=*) set_option "${1%%=*}" "${1#*=}" ;;
            --containers) CONTAINERS=yes ;;
            -*)
                known_option "$1"
                [ $# -gt 1 ] || fail "$1 needs a value"
                set_option "$1" "$2"
                shift
                ;;
            *)
                [ "$COMMAND" = logs ] && [ -z "$SERVICE" ] || fail "unexpected argument: $1 (see ./davit help)"
                SERVICE=$1
                ;;
        esac
        shift
    done
}

OPTIONS="--run-dir --state-dir --registry-port --heap --name --runtime --userns-remap --host --tlscacert --tlscert --tlskey"

known_option() {
    case " $OPTIONS " in
        *" $1 "*) ;;
        *) fail "unknown option: $1 (see ./davit help)" ;;
    esac
}

# --run-dir sets DAVIT_RUN_DIR, and so on.
set_option() {
    known_option "$1"
    export "DAVIT_$(printf '%s' "${1#--}" | tr 'a-z-' 'A-Z_')=$2"
}

settle_settings() {
    DAVIT_RUN_DIR=${DAVIT_RUN_DIR:-/run/davit}
    DAVIT_STATE_DIR=${DAVIT_STATE_DIR:-/var/lib/davit}
    DAVIT_REGISTRY_PORT=${DAVIT_REGISTRY_PORT:-5000}
    if [ -z "${DAVIT_NAME:-}" ]; then
        DAVIT_NAME=davit
        # A second platform needs a bridge, a table and a cgroup of its own.
        [ "$DAVIT_RUN_DIR" = /run/davit ] ||
            DAVIT_NAME=dv$(printf '%s' "$DAVIT_RUN_DIR" | cksum | cut -d' ' -f1 | cut -c1-6)
    fi
    case $DAVIT_RUN_DIR$DAVIT_STATE_DIR in
        *[!A-Za-z0-9/._-]*) fail "run-dir and state-dir may hold letters, digits and / . _ - only" ;;
    esac
    case $DAVIT_RUN_DIR:$DAVIT_STATE_DIR in
        /*:/*) ;;
        *) fail "run-dir and state-dir must be absolute" ;;
    esac
    if [ -n "${DAVIT_RUNTIME:-}" ]; then
        found=$(command -v "$DAVIT_RUNTIME") || fail "the runtime '$DAVIT_RUNTIME' is no program of this system"
        DAVIT_RUNTIME=$(readlink -f "$found")
    fi
    RUNTIME=$DAVIT_STATE_DIR/bin/davit-runtime
    # A unix socket's path holds 107 bytes, and monitors have sockets below this folder.
    [ ${#DAVIT_RUN_DIR} -le 40 ] || fail "run-dir $DAVIT_RUN_DIR is longer than 40 characters"
    case $DAVIT_NAME in
        '' | *[!a-z0-9]*) fail "name '$DAVIT_NAME' may hold lower-case letters and digits only" ;;
    esac
    [ ${#DAVIT_NAME} -le 10 ] || fail "name '$DAVIT_NAME' is longer than 10 characters"
    case $DAVIT_REGISTRY_PORT in
        '' | *[!0-9]*) fail "registry-port '$DAVIT_REGISTRY_PORT' is not a number" ;;
    esac
    check_heap
}

# Of each service; what none is said for is in jvm_options.
check_heap() {
    [ -n "${DAVIT_HEAP:-}" ] || return 0
    number=${DAVIT_HEAP%[mg]}
    case $DAVIT_HEAP:$number in
        *[mg]:*[!0-9]* | *[!mg]:* | *: | *:0*) fail "heap '$DAVIT_HEAP' is no size as in 512m or 2g" ;;
        *g:*) ;;
        *) [ "$number" -ge 64 ] || fail "heap '$DAVIT_HEAP' is less than 64m" ;;
    esac
}
