# containerd, driven by ctr: its runc shim with `--runc-binary`. The shim keeps the runtime's state by namespace
# below /run/containerd, wherever the daemon's own state is: hence a namespace of our own.
namespace=davit-peers-$$
mkdir -p "$work/containerd"
cat > "$work/containerd/config.toml" <<CONF
version = 2
root = "$work/containerd/root"
state = "$work/containerd/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[plugins."io.containerd.internal.v1.opt"]
  path = "$work/containerd/opt"
[grpc]
  address = "$work/containerd/sock"
[ttrpc]
  address = "$work/containerd/sock.ttrpc"
CONF
containerd --config "$work/containerd/config.toml" > "$work/containerd.log" 2>&1 &
containerd_pid=$!
c() { timeout 60 ctr -a "$work/containerd/sock" -n $namespace "$@"; }
until_true 'c version > /dev/null 2>&1' || die "containerd did not start: $(tail -n 5 "$work/containerd.log")"
# --rootfs takes a folder in place of an image.
r() { c run --env PATH=/bin --rm --runc-binary "$runtime" --snapshotter native --rootfs "$@"; }
box=$work/rootfs

check 'run' "$(r "$box" one echo hello 2>&1)" hello
r "$box" one sh -c 'exit 42'; check 'exit code' $? 42
contains 'a command that is not there' "$(r "$box" one /nosuch 2>&1)" 'no such file or directory'
check 'nothing of it is left' "$(c containers ls -q)" ''
# ctr may miss the end of its input, so that `cat` would wait for ever, with runc too
check 'stdin' "$(echo through | r "$box" one head -n 1 2>&1)" through
contains 'terminal' "$(on_terminal "$folder/root/usr/bin/ctr -a $work/containerd/sock -n $namespace run --env PATH=/bin --rm -t --runc-binary $runtime --rootfs $box one tty")" /dev/pts/0
check 'environment and directory' "$(r --env A=b --cwd /tmp "$box" one sh -c 'echo $A; pwd' 2>&1 | tr '\n' ' ')" 'b /tmp '
check 'mount' "$(echo data > "$work/file"; r --mount "type=bind,src=$work/file,dst=/f,options=rbind:ro" "$box" one cat /f 2>&1)" data
check 'seccomp' "$(r --seccomp "$box" one grep Seccomp: /proc/self/status 2>&1 | tr -d '\t')" Seccomp:2
contains 'privileged' "$(r --privileged "$box" one grep Seccomp: /proc/self/status 2>&1 | tr -d '\t')" Seccomp:0
check 'read-only' "$(r --read-only "$box" one touch /x 2>&1)" 'touch: /x: Read-only file system'
contains 'a systemd cgroup is refused' "$(r --runc-systemd-cgroup --cgroup peers.slice:ctr:one "$box" one true 2>&1)" 'systemd is not running on this host, but --systemd-cgroup was given'

c run -d --env PATH=/bin --runc-binary "$runtime" --memory-limit 33554432 --cpu-quota 50000 --cpu-period 100000 --cgroup /davit-peers-$$/life --rootfs "$box" life sh -c 'trap "exit 7" USR1; while :; do sleep 0.1; done' < /dev/null
contains 'tasks' "$(c tasks ls)" RUNNING
check 'memory limit' "$(cat "$host_memory/davit-peers-$$/life/${memory_limit##*/}")" 33554432
check 'cpu limit' "$(cat "$host_cpu/davit-peers-$$/life/${cpu_limit##*/}")" "$half"
check 'exec' "$(c tasks exec --exec-id e1 life sh -c 'id -u' 2>&1)" 0
c tasks exec --exec-id e2 life sh -c 'exit 9'; check 'exit code of an exec' $? 9
check 'exec as another user' "$(c tasks exec --exec-id e3 --user 1000:1000 --cwd /tmp life sh -c 'id -u; pwd' 2>&1 | tr '\n' ' ')" '1000 /tmp '
contains 'exec with a terminal' "$(on_terminal "$folder/root/usr/bin/ctr -a $work/containerd/sock -n $namespace tasks exec -t --exec-id e4 life tty")" /dev/pts/0
contains 'ps' "$(c tasks ps life)" "$(c tasks ls | awk '$1 == "life" { print $2 }')"
# containerd 1.6 gives no metrics when some hierarchy is mounted in another mount namespace only.
unmounted=$(cut -d: -f2 /proc/self/cgroup | tr ',' '\n' | grep -v -e = -e '^$' | while read -r controller; do
	[ -e "/sys/fs/cgroup/$controller" ] || echo "$controller"
done)
[ "$unmounted" ] || contains 'metrics' "$(c tasks metrics life)" pids.current
c tasks pause life; contains 'pause' "$(c tasks ls)" PAUSED
c tasks resume life; contains 'resume' "$(c tasks ls)" RUNNING
contains 'checkpoint is refused' "$(c tasks checkpoint life 2>&1)" ctr:
contains 'it still runs' "$(c tasks ls)" RUNNING
c tasks kill -s USR1 life; until_true 'c tasks ls | grep -q STOPPED'; contains 'kill' "$(c tasks ls)" STOPPED
c tasks delete life > /dev/null 2>&1
r "$box" sig sh -c 'trap "exit 7" USR1; echo up; while :; do sleep 0.1; done' > "$work/out" 2>&1 < /dev/null &
until_true 'grep -q up "$work/out"'; c tasks kill -s USR1 sig; wait $!; check 'exit code of a signal handler' $? 7
c containers delete life; check 'delete' "$(c containers ls -q)" ''
check 'no state of a container is left' "$(ls "/run/containerd/runc/$namespace" 2> /dev/null)" ''
rmdir "/run/containerd/runc/$namespace"
[ -z "${KEEP_LOGS:-}" ] || cp "$work/containerd.log" "$KEEP_LOGS"
kill "$containerd_pid"
wait "$containerd_pid" 2> /dev/null
awk -v data="$work/containerd" 'index($5, data) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r mounted; do umount -l "$mounted"; done
