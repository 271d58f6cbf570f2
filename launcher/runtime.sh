# Another OCI runtime in place of the executor's own.

settle_runtime() {
    [ -n "${DAVIT_RUNTIME:-}" ] || return 0
    try_runtime
    if running engine && ! tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$(runtime_option) "; then
        fail "the engine runs already, and not with the runtime $DAVIT_RUNTIME: ./davit down --containers first" \
            "(a container stays with the runtime that made it)"
    fi
}

runtime_option() { printf '%s' "-Ddavit.engine.foreign-runtime=$DAVIT_RUNTIME"; }

# Better now than at the first `docker run`: crun, for one, wants no hybrid cgroups. The container runs the one static
# program that is at hand.
try_runtime() {
    trial=$(mktemp -d "$SETUP/runtime.XXXXXX")
    mkdir -p "$trial/bundle/rootfs/proc"
    cp "$DAVIT_HOME/engine-service/target/native/davit-runtime" "$trial/bundle/rootfs/program"
    trial_configuration >"$trial/bundle/config.json"
    status=0
    said=$("$DAVIT_RUNTIME" --root "$trial/root" run --bundle "$trial/bundle" "davit-trial-$$" </dev/null 2>&1) || status=$?
    rm -rf --one-file-system "$trial"
    case $status:$said in
        0:*"davit-runtime version"*) ;;
        *) fail "the runtime $DAVIT_RUNTIME cannot run a container here: ${said:-it ended with status $status}" ;;
    esac
}

trial_configuration() {
    cat <<END
{"ociVersion": "1.0.0", "root": {"path": "rootfs"},
 "process": {"cwd": "/", "args": ["/program", "--version"], "env": [], "user": {"uid": 0, "gid": 0}},
 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"}],
 "linux": {"namespaces": [{"type": "pid"}, {"type": "mount"}, {"type": "ipc"}, {"type": "uts"}, {"type": "network"}]}}
END
}
