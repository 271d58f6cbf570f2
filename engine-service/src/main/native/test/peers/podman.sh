# podman with conmon: `--runtime PATH`, cgroupfs as its manager of cgroups.
cat > "$work/containers.conf" <<CONF
[containers]
seccomp_profile = "$folder/root/usr/share/containers/seccomp.json"
# more than a hard limit needs CAP_SYS_RESOURCE, which not every machine grants
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
helper_binaries_dir = ["$folder/root/usr/libexec/podman", "$folder/root/usr/lib/podman"]
conmon_path = ["$folder/root/usr/bin/conmon"]
[network]
network_backend = "cni"
CONF
cat > "$work/storage.conf" <<CONF
[storage]
driver = "vfs"
graphroot = "$work/podman"
runroot = "$work/podman-run"
CONF
# A program of its own, so that script(1) can run it too. --foreground: timeout would else make a process group of its
# own, which stops when it sets the terminal (unless it leads the session: whether it does depends on $SHELL).
cat > "$work/p" <<CONF
#!/bin/sh
export CONTAINERS_CONF=$work/containers.conf CONTAINERS_STORAGE_CONF=$work/storage.conf LD_LIBRARY_PATH=$LIBRARIES
exec timeout --foreground 60 $folder/root/usr/bin/podman --tmpdir $work/podman-tmp --log-level error --runtime $runtime "\$@"
CONF
chmod +x "$work/p"
p() { "$work/p" "$@"; }
r() { p run --rm --network none "$@"; }
p import "$work/rootfs.tar" box > "$work/out" 2>&1 || die "podman import: $(cat "$work/out")"

check 'run' "$(r box echo hello 2>&1)" hello
r box sh -c 'exit 42'; check 'exit code' $? 42
r box /nosuch > "$work/out" 2>&1; check 'exit code of a command that is not there' $? 127
r box /etc/passwd > "$work/out" 2>&1; check 'exit code of a file that is no program' $? 126
check 'stdin' "$(echo through | r -i box cat 2>&1)" through
contains 'terminal' "$(on_terminal "$work/p run --rm --network none -t box tty")" /dev/pts/0
check 'user' "$(r -u user --group-add 3000 box id 2>&1)" 'uid=1000(user) gid=1000(user) groups=1000(user),2000(extra),3000'
check 'memory limit' "$(r -m 32m box cat $memory_limit 2>&1)" 33554432
check 'cpu limit' "$(r --cpus 0.5 box cat $cpu_limit 2>&1)" "$half"
check 'pids limit' "$(r --pids-limit 20 box cat $pids_limit 2>&1)" 20
check 'ulimits' "$(r --ulimit nofile=64:128 --ulimit nproc=4096:4096 box sh -c 'ulimit -n; ulimit -Hn' 2>&1 | tr '\n' ' ')" '64 128 '
mkdir -p "$work/vol"; echo data > "$work/vol/file"
check 'volume' "$(r -v "$work/vol:/v:ro" box sh -c 'cat /v/file; touch /v/x' 2>&1 | tr '\n' ' ')" 'data touch: /v/x: Read-only file system '
check 'tmpfs' "$(r --read-only --tmpfs /t box sh -c 'touch /t/x && ls /t' 2>&1)" x
check 'capabilities' "$(r --cap-drop ALL --cap-add CHOWN box grep CapEff /proc/self/status 2>&1 | tr -d '\t')" CapEff:0000000000000001
check 'seccomp' "$(r box grep Seccomp: /proc/self/status 2>&1 | tr -d '\t')" Seccomp:2
contains 'privileged' "$(r --privileged --security-opt seccomp=unconfined box sh -c 'grep Seccomp: /proc/self/status' 2>&1 | tr -d '\t')" Seccomp:0
check 'sysctl' "$(r --sysctl net.ipv4.ip_forward=0 box cat /proc/sys/net/ipv4/ip_forward 2>&1)" 0
check 'namespaces of the host' "$(r --pid host --ipc host --uts host box hostname 2>&1)" "$(hostname)"
contains 'systemd as manager is refused' "$(p --cgroup-manager systemd run --rm --network none box true 2>&1)" 'systemd is not running on this host, but --systemd-cgroup was given'
check 'preserved descriptors' "$(exec 3< "$work/vol/file"; r --preserve-fds 1 box sh -c 'cat <&3' 2>&1)" data

p run -d --network none --name life box sh -c 'trap "echo got; exit 7" USR1; echo up; while :; do sleep 0.1; done' > /dev/null
until_true 'p logs life 2>&1 | grep -q up'; check 'logs' "$(p logs life 2>&1)" up
p exec life sh -c 'exit 9'; check 'exit code of an exec' $? 9
check 'exec as another user' "$(p exec -u 1000 -w /tmp -e X=y life sh -c 'id -u; pwd; echo $X' 2>&1 | tr '\n' ' ')" '1000 /tmp y '
contains 'exec with a terminal' "$(on_terminal "$work/p exec -t life tty")" /dev/pts/0
contains 'top' "$(p top life 2>&1)" 'sleep 0.1'
p pause life > /dev/null; check 'pause' "$(p inspect -f '{{.State.Status}}' life)" paused
p unpause life > /dev/null; check 'unpause' "$(p inspect -f '{{.State.Status}}' life)" running
p kill -s USR1 life > /dev/null; check 'signal and wait' "$(p wait life)" 7
p start life > /dev/null; p stop -t 1 life > /dev/null 2>&1; check 'stop kills after its time' "$(p inspect -f '{{.State.ExitCode}}' life)" 137
check 'create and start' "$(p create --network none --name two box echo two > /dev/null; p start -a two)" two
p rm two > /dev/null
p rm -f life > /dev/null; check 'rm -f' "$(p ps -aq | wc -l)" 0
p system reset -f > /dev/null 2>&1
awk -v data="$work/podman" 'index($5, data) == 1 { print $5 }' /proc/self/mountinfo | sort -r | while read -r mounted; do umount -l "$mounted"; done
