# dockerd, in a network namespace of its own, with `--add-runtime davit=…`.
docker_run=/run/davit-peers-$$
docker_netns=davit-peers-$$
DOCKER_HOST=unix://$docker_run/docker.sock
d() { timeout 60 docker -H "$DOCKER_HOST" "$@"; }
r() { d run --rm --runtime davit "$@"; }

docker_up() {
	ip netns add "$docker_netns"
	ip -n "$docker_netns" link set lo up
	mkdir -p "$docker_run"
	# nsenter, not `ip netns exec`: that one hides the cgroup mounts below /sys
	LD_LIBRARY_PATH=$LIBRARIES nsenter --net="/run/netns/$docker_netns" -- dockerd --host "$DOCKER_HOST" \
		--data-root "$work/docker" --exec-root "$docker_run/exec" --pidfile "$docker_run/pid" \
		--storage-driver vfs --group root --cgroup-parent davit-peers --experimental --add-runtime "davit=$runtime" > "$work/dockerd.log" 2>&1 &
	docker_pid=$!
	until_true 'd version > /dev/null 2>&1' || { tail -n 20 "$work/dockerd.log" >&2; die 'dockerd did not start'; }
	d import "$work/rootfs.tar" box > /dev/null
}
docker_down() {
	ids=$(d ps -aq)
	# shellcheck disable=SC2086 # a list of names
	[ -z "$ids" ] || d rm -fv $ids > /dev/null
	check 'no state of a container is left' "$(find "$docker_run/exec/runtime-davit" -mindepth 2 2> /dev/null)" ''
	kill "$docker_pid"
	wait "$docker_pid" 2> /dev/null
	# dockerd leaves the mounts of network namespaces below its exec root
	awk -v run="$docker_run/" -v data="$work/" 'index($5, run) == 1 || index($5, data) == 1 { print $5 }' /proc/self/mountinfo |
		sort -r | while read -r mounted; do umount -l "$mounted"; done
	ip netns del "$docker_netns"
	rm -rf "$docker_run"
}
docker_up

check 'run' "$(r box echo hello 2>&1)" hello
r box sh -c 'exit 42'; check 'exit code' $? 42
r box /nosuch > "$work/out" 2>&1; check 'exit code of a command that is not there' $? 127
contains 'its message' "$(cat "$work/out")" 'no such file or directory'
r box /etc/passwd > "$work/out" 2>&1; check 'exit code of a file that is no program' $? 126
check 'stdin' "$(echo through | r -i box cat 2>&1)" through
check 'stderr' "$(r box sh -c 'echo err >&2' 2>&1 > /dev/null)" err
contains 'terminal' "$(on_terminal "docker -H $DOCKER_HOST run --rm --runtime davit -t box tty")" /dev/pts/0
contains 'terminal with input' "$(printf 'tty; exit 7\n' | timeout 30 script -qec "docker -H $DOCKER_HOST run --rm --runtime davit -it box sh" /dev/null)" /dev/pts/0
check 'user and groups' "$(r -u user --group-add 3000 box id 2>&1)" 'uid=1000(user) gid=1000(user) groups=1000(user),2000(extra),3000'
check 'hostname, environment, directory' "$(r -h name -e A=b -w /tmp box sh -c 'hostname; echo $A; pwd' 2>&1 | tr '\n' ' ')" 'name b /tmp '
check 'memory limit' "$(r -m 32m box cat $memory_limit 2>&1)" 33554432
check 'cpu limit' "$(r --cpus 0.5 box cat $cpu_limit 2>&1)" "$half"
check 'pids limit' "$(r --pids-limit 20 box cat $pids_limit 2>&1)" 20
r -m 16m --memory-swap 16m box sh -c 'dd if=/dev/zero of=/dev/null bs=64M count=1' > /dev/null 2>&1; check 'out of memory' $? 137
check 'ulimits' "$(r --ulimit nofile=64:128 box sh -c 'ulimit -n; ulimit -Hn' 2>&1 | tr '\n' ' ')" '64 128 '
check 'read-only root and tmpfs' "$(r --read-only --tmpfs /t box sh -c 'touch /t/x && ls /t; touch /x 2>&1' | tr '\n' ' ')" 'x touch: /x: Read-only file system '
mkdir -p "$work/vol"; echo data > "$work/vol/file"
check 'volume' "$(r -v "$work/vol:/v:ro" box sh -c 'cat /v/file; touch /v/x 2>&1' | tr '\n' ' ')" 'data touch: /v/x: Read-only file system '
check 'capabilities' "$(r --cap-drop ALL --cap-add CHOWN box grep CapEff /proc/self/status 2>&1 | tr -d '\t')" CapEff:0000000000000001
check 'seccomp' "$(r box grep Seccomp: /proc/self/status 2>&1 | tr -d '\t')" Seccomp:2
contains 'privileged' "$(r --privileged box sh -c 'grep Seccomp: /proc/self/status; ls /dev/loop-control' 2>&1 | tr -d '\t')" Seccomp:0
contains 'init' "$(r --init box sh -c 'head -c 17 /proc/1/cmdline' 2>&1)" docker-init
check 'devices' "$(r --device /dev/fuse:/dev/thing box sh -c 'test -c /dev/thing && echo yes' 2>&1)" yes
check 'network' "$(r box sh -c 'grep -c eth0: /proc/net/dev' 2>&1)" 1
check 'no network' "$(r --network none box sh -c 'grep -c eth0: /proc/net/dev' 2>&1)" 0
check 'namespaces of the host' "$(r --pid host --ipc host --uts host --network host box sh -c 'hostname' 2>&1)" "$(hostname)"
check 'sysctl' "$(r --sysctl net.ipv4.ip_forward=0 box cat /proc/sys/net/ipv4/ip_forward 2>&1)" 0
check 'shm size' "$(r --shm-size 1m box sh -c 'grep -o "shm.*size=1024k" /proc/self/mountinfo | wc -l' 2>&1)" 1

d run -d --runtime davit --name life box sh -c 'trap "echo got; exit 7" USR1; echo up; while :; do sleep 0.1; done' > /dev/null
until_true 'd logs life 2>&1 | grep -q up'; check 'logs' "$(d logs life 2>&1)" up
check 'exec' "$(d exec life sh -c 'echo in $$ | cut -c1-2; hostname' 2>&1 | tail -1 | wc -c)" 13
d exec life sh -c 'exit 9'; check 'exit code of an exec' $? 9
d exec life /nosuch > "$work/out" 2>&1; check 'exit code of an exec that is not there' $? 126
check 'exec as another user' "$(d exec -u 1000 -w /tmp -e X=y life sh -c 'id -u; pwd; echo $X' 2>&1 | tr '\n' ' ')" '1000 /tmp y '
contains 'exec with a terminal' "$(on_terminal "docker -H $DOCKER_HOST exec -t life tty")" /dev/pts/0
check 'exec detached' "$(d exec -d life touch /tmp/made; until_true 'd exec life ls /tmp 2> /dev/null | grep -q made'; echo $?)" 0
contains 'top' "$(d top life)" 'sleep 0.1'
contains 'stats' "$(d stats --no-stream --format '{{.Name}} {{.PIDs}}' life)" life
d pause life > /dev/null; check 'pause' "$(d inspect -f '{{.State.Status}}' life)" paused
d unpause life > /dev/null; check 'unpause' "$(d inspect -f '{{.State.Status}}' life)" running
d update -m 64m --memory-swap 64m life > /dev/null; check 'update' "$(d exec life cat $memory_limit)" 67108864
d kill -s USR1 life > /dev/null; check 'signal and wait' "$(d wait life)" 7
contains 'what the handler said' "$(d logs life)" got
d start life > /dev/null; begin=$(milliseconds); d stop -t 1 life > /dev/null; took=$(($(milliseconds) - begin))
check 'stop kills after its time' "$([ $took -ge 900 ] && [ $took -lt 8000 ] && d inspect -f '{{.State.ExitCode}}' life)" 137
d start life > /dev/null; d restart -t 0 life > /dev/null; check 'restart' "$(d inspect -f '{{.State.Running}}' life)" true
contains 'checkpoint is refused' "$(d checkpoint create life one 2>&1)" rror
check 'it still runs' "$(d inspect -f '{{.State.Running}}' life)" true
d rm -f life > /dev/null; check 'rm -f' "$(d ps -aq | wc -l)" 0
docker_down
