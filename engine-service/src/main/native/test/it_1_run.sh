# run: exit codes, messages, confinement.
bundle c '["true"]'; check 'exit code 0' "$(code)" 0
bundle c '["false"]'; check 'exit code 1' "$(code)" 1
shell c 'exit 42'; check 'exit code 42' "$(code)" 42
shell c 'kill -9 $$; sleep 5'; check 'a first process cannot kill itself' "$(timeout 1 true; echo 0)" 0
bundle c '["nosuch"]'; check 'not found fails' "$(code)" 1
contains 'not found message' "$(cat "$work/out")" 'exec: "nosuch": executable file not found in $PATH'
bundle c '["/nosuch"]'; code > /dev/null; contains 'absent path' "$(cat "$work/out")" 'exec: "/nosuch": stat /nosuch: no such file or directory'
bundle c '["/etc/passwd"]'; code > /dev/null; contains 'not executable' "$(cat "$work/out")" 'exec: "/etc/passwd": permission denied'
bundle c '["/etc"]'; code > /dev/null; contains 'directory' "$(cat "$work/out")" 'exec: "/etc": is a directory'

shell c 'echo out; echo err >&2'
check 'stdout' "$(rt run -b "$work/c" c 2> /dev/null)" out
check 'stderr' "$(rt run -b "$work/c" c 2>&1 > /dev/null)" err
shell c 'cat'; check 'stdin' "$(echo through | run)" through
shell c 'hostname; echo $$; pwd; echo $HOME'; check 'names and numbers' "$(run | tr '\n' ' ')" 'box 1 / /root '
shell c 'grep Cap /proc/self/status | tr -d \\\\n\\\\t'
check 'capabilities' "$(run)" 'CapInh:0000000000000000CapPrm:00000000a80425fbCapEff:00000000a80425fbCapBnd:00000000a80425fbCapAmb:0000000000000000'
USER_='{"uid":1000,"gid":1000,"additionalGids":[5,7],"umask":63}' shell c 'id -u; id -g; grep Groups /proc/self/status; umask; grep CapEff /proc/self/status; touch /tmp/x 2>&1; echo $HOME'
chmod 777 "$work/c/rootfs/tmp"
check 'another user' "$(run | tr -s '\n\t ' ' ')" '1000 1000 Groups: 5 7 0077 CapEff: 0000000000000000 /home/user '
NNP=true shell c 'grep NoNewPrivs /proc/self/status | tr -d \\\\t'; check 'no new privileges' "$(run)" 'NoNewPrivs:1'
EXTRA_PROCESS=',"rlimits":[{"type":"RLIMIT_NOFILE","soft":64,"hard":128}],"oomScoreAdj":500' shell c 'ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj'
check 'rlimits and oom score' "$(run | tr '\n' ' ')" '64 128 500 '
shell c 'ls -l /proc/self/fd 2> /dev/null | grep -c -e socket -e /sys/ -e state'; check 'no descriptor of the host' "$(run)" 0
shell c 'ls /proc | grep -c ^[0-9]'; [ "$(run)" -le 4 ]; check 'own pid namespace' $? 0
shell c 'cat /proc/net/dev | grep -c :'; check 'own network namespace' "$(run)" "$(unshare -n cat /proc/net/dev | grep -c :)"

shell c 'cat /proc/keys /proc/timer_list | wc -c; ls /proc/acpi /sys/firmware | grep -v : | tr -d \\\\n | wc -c'
check 'masked paths are empty' "$(run | tr '\n' ' ')" '0 0 '
shell c 'echo 1 > /proc/sys/kernel/panic; touch /sys/x; touch /proc/keys; chmod 777 /proc/keys'
contains 'read-only path' "$(run)" '/proc/sys/kernel/panic: Read-only'
contains 'the mask cannot be changed' "$(run)" 'chmod: /proc/keys: Read-only'
EXTRA_ROOT=',"readonly":true' shell c 'touch /x'; contains 'read-only root' "$(run)" 'Read-only file system'
shell c 'mknod /tmp/mem c 1 1 2>&1 && dd if=/tmp/mem bs=1 count=1 2>&1'; contains 'devices are denied' "$(run)" 'not permitted'
rm -f "$work/c/rootfs/tmp/mem"
shell c 'dd if=/dev/zero bs=10 count=1 2> /dev/null | wc -c; echo x > /dev/null; ls /dev | tr \\\\n -'
check 'devices' "$(run | tr '\n' ' ')" '10 fd-full-mqueue-null-ptmx-pts-random-shm-stderr-stdin-stdout-tty-urandom-zero-'
shell c 'stat -c %a%t%T /dev/null /dev/tty | tr \\\\n -'; check 'device modes' "$(run)" '66613-66650-'
shell c 'cat /proc/self/cgroup | cut -d: -f3 | sort -u'; check 'cgroup namespace' "$(run)" /
shell c 'ls /sys/fs/cgroup/memory/memory.limit_in_bytes; touch /sys/fs/cgroup/memory/x 2>&1 | grep -c Read-only; echo 1 > /sys/fs/cgroup/memory/cgroup.procs'
contains 'the cgroup is visible and read-only' "$(run | tr '\n' ' ')" 'memory.limit_in_bytes 1 sh: can'
EXTRA_LINUX=',"sysctl":{"net.ipv4.ip_forward":"1","kernel.msgmax":"4096"}' shell c 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/kernel/msgmax'
check 'sysctl' "$(run | tr '\n' ' ')" '1 4096 '
mkdir -p "$work/vol/sub"; echo data > "$work/vol/file"
EXTRA_MOUNTS=',{"destination":"/a/b","type":"bind","source":"'$work'/vol","options":["rbind","ro"]},{"destination":"/f","type":"bind","source":"'$work'/vol/file","options":["bind"]}' shell c 'cat /a/b/file /f; touch /a/b/x'
contains 'bind mounts' "$(run | tr '\n' ' ')" 'data data touch: /a/b/x: Read-only'
EXTRA_MOUNTS=',{"destination":"/tmp","type":"tmpfs","source":"t","options":["tmpcopyup","ro"]}' shell c 'ls /tmp; touch /tmp/y'
rm -rf "$work/c/rootfs/tmp"; mkdir "$work/c/rootfs/tmp"
echo kept > "$work/c/rootfs/tmp/kept"; contains 'tmpcopyup' "$(run | tr '\n' ' ')" 'kept touch: /tmp/y: Read-only'
EXTRA_PROCESS=',"x":1' shell c true; sed -i 's|"cwd": "/"|"cwd": "/made/here"|; s|"sh","-c","true"|"pwd"|' "$work/c/config.json"; check 'the working directory is made' "$(run)" /made/here

cat > "$work/profile" <<EOF
{"defaultAction":"SCMP_ACT_ALLOW","architectures":["SCMP_ARCH_X86_64","SCMP_ARCH_X86"],"syscalls":[{"names":["mkdir","mkdirat"],"action":"SCMP_ACT_ERRNO","errnoRet":1}]}
EOF
SECCOMP=$work/profile shell c 'grep Seccomp: /proc/self/status | tr -d \\\\t; mkdir /tmp/d'
contains 'a filter is on' "$(run | tr '\n' ' ')" "Seccomp:2 mkdir: can't create directory '/tmp/d': Operation not permitted"
SECCOMP=$work/profile NNP=true USER_='{"uid":1000,"gid":1000}' shell c 'grep Seccomp: /proc/self/status | tr -d \\\\t'; check 'a filter for a user' "$(run)" Seccomp:2
