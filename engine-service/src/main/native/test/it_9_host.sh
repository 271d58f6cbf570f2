# How a process is scheduled, and what it gets of the host.
EXTRA_PROCESS=',"scheduler":{"policy":"SCHED_BATCH","nice":7},"ioPriority":{"class":"IOPRIO_CLASS_IDLE","priority":0}' shell s 'cut -d\" \" -f19,41 /proc/self/stat; ionice'
ln -f "$work/c/rootfs/bin/busybox" "$work/s/rootfs/bin/ionice" 2> /dev/null || ln -f "$work/s/rootfs/bin/busybox" "$work/s/rootfs/bin/ionice"
sed -i 's/cut -d" "/cut -d\\" \\"/' "$work/s/config.json"
check 'scheduler and ioPriority' "$(run | tr '\n' ' ')" '7 3 idle '
EXTRA_PROCESS=',"scheduler":{"policy":"SCHED_FIFO","priority":99}' shell s 'cut -d\" \" -f40,41 /proc/self/stat'; sed -i 's/cut -d" "/cut -d\\" \\"/' "$work/s/config.json"
case "$(run)" in '99 1') check 'a real-time policy' 1 1 ;; *) contains 'a real-time policy that is not granted' "$(run)" 'process.scheduler: operation not permitted' ;; esac
EXTRA_LINUX=',"personality":{"domain":"LINUX32"}' bundle s '["uname","-m"]'; ln -f "$work/s/rootfs/bin/busybox" "$work/s/rootfs/bin/uname"
check 'personality' "$(run)" "$(setarch linux32 uname -m)"
EXTRA_LINUX=',"memoryPolicy":{"mode":"MPOL_BIND","nodes":"0"}' shell s 'grep -c bind:0 /proc/self/numa_maps'
[ "$(run)" -gt 0 ]; check 'memory policy' $? 0
EXTRA_LINUX=',"memoryPolicy":{"mode":"MPOL_BIND","nodes":"900"}' bundle s '["true"]'; contains 'a memory node that is not there' "$(run)" 'linux.memoryPolicy: nodes "900": invalid argument'
EXTRA_PROCESS=',"execCPUAffinity":{"initial":"0","final":"1"}' bundle s '["sleep","60"]'
rt run -d -b "$work/s" s < /dev/null > /dev/null 2>&1; pid=$(rt ps -f json s | tr -cd 0-9)
check 'the affinity is not for the first process' "$(awk '/Cpus_allowed_list/{print $2}' "/proc/$pid/status")" "$(awk '/Cpus_allowed_list/{print $2}' /proc/self/status)"
if [ "$(nproc)" -gt 1 ]; then
	check 'but for an exec' "$(rt exec s grep Cpus_allowed_list /proc/self/status | tr -cd '[0-9-]')" 1
	printf '{"args":["/bin/grep","Cpus_allowed_list","/proc/self/status"],"cwd":"/","execCPUAffinity":{"initial":"0"}}' > "$work/p.json"
	check 'the first affinity alone' "$(rt exec -p "$work/p.json" s | tr -cd '[0-9-]')" 0
fi
printf '{"args":["true"],"cwd":"/","execCPUAffinity":{"final":"900"}}' > "$work/p.json"
contains 'a processor that is not there' "$(rt exec -p "$work/p.json" s 2>&1)" 'process.execCPUAffinity.final: processors 900'
rt delete -f s

veth() { ip link add dv$$ type veth peer name dw$$; }
veth; ip addr add 10.99.1.2/24 dev dv$$; ip -6 addr add fd99::2/64 dev dv$$ nodad; ip link set dv$$ mtu 1400
EXTRA_LINUX=',"netDevices":{"dv'$$'":{"name":"inside"}}' shell d 'cat /sys/class/net/inside/mtu; ip -o link show inside | grep -c ,UP; ip -o addr show dev inside | grep -c -e 10.99.1.2/24 -e fd99::2/64'
ln -f "$work/d/rootfs/bin/busybox" "$work/d/rootfs/bin/ip"
check 'a network device, renamed, with its addresses' "$(run | tr '\n' ' ')" '1400 1 2 '
ip link show dv$$ > /dev/null 2>&1; check 'it has left the host' $? 1
ip link del dw$$ 2> /dev/null
contains 'a device that is not there' "$(run)" "linux.netDevices: the device dv$$: no such device"
check 'nothing is left of it' "$(ls "$root")" ''
veth; EXTRA_LINUX=',"netDevices":{"dv'$$'":{"name":"lo"}}' bundle d '["true"]'; contains 'a name that is taken' "$(run)" 'move it as lo: file exists'
ip link show dv$$ > /dev/null 2>&1; check 'it has stayed' $? 0
EXTRA_LINUX=',"netDevices":{"dv'$$'":{"name":"in%d"}}' shell d 'ls /sys/class/net | tr \\\\n -'; check 'a name made up by the kernel' "$(run)" in0-lo-; until_true '! ip link show dw$$ > /dev/null 2>&1'
veth; ip netns add dv$$; ip -n dv$$ link add other index "$(cat /sys/class/net/dv$$/ifindex)" type bridge
NAMESPACES='[{"type":"mount"},{"type":"uts"},{"type":"network","path":"/run/netns/dv'$$'"}]' EXTRA_LINUX=',"netDevices":{"dv'$$'":{}}' bundle d '["true"]'; sed -i '/mqueue/d' "$work/d/config.json"
run; check 'into a namespace where its number is taken' "$(ip -n dv$$ -o link | grep -c -e other -e dv$$)" 2
ip netns del dv$$

EXTRA_LINUX=',"intelRdt":{"closID":"x"}' bundle d '["true"]'
[ -e /sys/fs/resctrl/schemata ] || contains 'no resctrl' "$(run)" 'linux.intelRdt: no resctrl file system is mounted on /sys/fs/resctrl'
EXTRA_PROCESS=',"selinuxLabel":"a:b:c:d"' bundle d '["true"]'
[ -e /sys/fs/selinux/enforce ] || contains 'no SELinux' "$(run)" 'process.selinuxLabel: selinux label is specified in config, but selinux is disabled'
EXTRA_LINUX=',"mountLabel":"a:b:c:d"' bundle d '["true"]'
[ -e /sys/fs/selinux/enforce ] || contains 'no SELinux for mounts' "$(run)" 'linux.mountLabel: selinux label'
EXTRA_PROCESS=',"apparmorProfile":"davit"' bundle d '["true"]'
[ -e /sys/module/apparmor ] || contains 'no AppArmor' "$(run)" 'process.apparmorProfile: apparmor is disabled'
check 'nothing is left of them' "$(ls "$root")" ''
