# Controllers that not every system has.
group_file() { cat "/sys/fs/cgroup/$1/$group/$name/$2" 2>&1; }
started() { rt run -d -b "$work/$name" "$name" < /dev/null 2>&1; }
disk=$(cat /sys/block/*/dev | head -1)
RESOURCES=',"blockIO":{"weight":300,"throttleReadBpsDevice":[{"major":'${disk%:*}',"minor":'${disk#*:}',"rate":1048576}],"throttleWriteBpsDevice":[{"major":'${disk%:*}',"minor":'${disk#*:}',"rate":2097152}],"throttleReadIOPSDevice":[{"major":'${disk%:*}',"minor":'${disk#*:}',"rate":100}],"throttleWriteIOPSDevice":[{"major":'${disk%:*}',"minor":'${disk#*:}',"rate":200}]}' bundle g '["sleep","60"]'
if [ -d /sys/fs/cgroup/blkio ]; then
	check 'blockIO' "$(started)" ''
	check 'blockIO: weight' "$(group_file blkio blkio.bfq.weight)" 300
	check 'blockIO: throttles' "$(for kind in read_bps write_bps read_iops write_iops; do group_file blkio blkio.throttle.${kind}_device; done | cut -d' ' -f2 | tr '\n' ' ')" '1048576 2097152 100 200 '
	rt delete -f g
	RESOURCES=',"blockIO":{"weightDevice":[{"major":'${disk%:*}',"minor":'${disk#*:}',"weight":500}]}' bundle g '["sleep","60"]'
	out=$(started); rt delete -f g
	case $out in '') ;; *) contains 'blockIO: weight of a device without that scheduler' "$out" 'linux.resources.blockIO.weightDevice: failed to write' ;; esac
	[ -e /sys/fs/cgroup/blkio/blkio.leaf_weight ] || { RESOURCES=',"blockIO":{"leafWeight":10}' bundle g '["true"]'; contains 'blockIO: leafWeight' "$(run)" 'linux.resources.blockIO.leafWeight: this system has no blkio.leaf_weight'; }
fi
if [ -e /sys/fs/cgroup/cpu/cpu.idle ]; then
	RESOURCES=',"cpu":{"quota":20000,"period":100000,"burst":10000}' bundle g '["sleep","60"]'; started; check 'cpu: burst' "$(group_file cpu cpu.cfs_burst_us)" 10000; rt delete -f g
	RESOURCES=',"cpu":{"idle":1}' bundle g '["sleep","60"]'; started; check 'cpu: idle' "$(group_file cpu cpu.idle)" 1; rt delete -f g
fi
for field in 'hugepageLimits hugetlb [{"pageSize":"2MB","limit":2097152}]' 'rdma rdma {"mlx5_1":{"hcaHandles":3}}' 'network.classID net_cls {"classID":5}' 'network.priorities net_prio {"priorities":[{"name":"lo","priority":5}]}'; do
	set -- $field
	grep -q ":[^:]*$2[^:]*:" /proc/self/cgroup && [ -d /sys/fs/cgroup/$2 ] && continue
	[ -d /sys/fs/cgroup/memory ] || continue
	RESOURCES=",\"${1%.*}\":$3" bundle g '["true"]'; contains "no $2" "$(run)" "linux.resources.$1: this system has no $2 cgroup"
done
RESOURCES=',"unified":{"memory.high":"max"}' bundle g '["true"]'
[ ! -d /sys/fs/cgroup/memory ] || contains 'unified on v1' "$(run)" 'linux.resources.unified needs cgroup v2'
check 'nothing is left of them' "$(ls "$root"; ls -d /sys/fs/cgroup/*/"$group"/g 2> /dev/null)" ''

# v1 with net_cls and net_prio, in a mount namespace
cat > "$work/v1.sh" <<'X'
mount --make-rprivate / && mount --rbind /sys/fs/cgroup /mnt && mount -t tmpfs x /sys/fs/cgroup || exit 9
for d in /mnt/*/; do d=${d%/}; mkdir "/sys/fs/cgroup/${d##*/}"; mount --bind "$d" "/sys/fs/cgroup/${d##*/}"; done
mkdir /sys/fs/cgroup/net_cls,net_prio; mount -t cgroup -o net_cls,net_prio x /sys/fs/cgroup/net_cls,net_prio || exit 9
"$@"; code=$?
sleep 0.1; rmdir /sys/fs/cgroup/net_cls,net_prio/*/ 2> /dev/null; umount /sys/fs/cgroup/net_cls,net_prio
exit $code
X
RESOURCES=',"network":{"classID":1048577,"priorities":[{"name":"lo","priority":7}]}' shell g 'cat /sys/fs/cgroup/net_cls,net_prio/net_cls.classid; grep lo /sys/fs/cgroup/net_cls/net_prio.ifpriomap'
if [ -d /sys/fs/cgroup/memory ] && ! [ -d /sys/fs/cgroup/net_cls ]; then
	out=$(NAMESPACES='[{"type":"mount"},{"type":"uts"},{"type":"pid"},{"type":"ipc"},{"type":"cgroup"}]'; timeout 60 unshare -m sh "$work/v1.sh" "$runtime" --root "$root" run -b "$work/g" g 2>&1 | tr '\n' ' ')
	contains 'network class and priorities' "$out" '1048577 '
fi
# v2 by way of the unified hierarchy of a hybrid system
if [ -d /sys/fs/cgroup/unified ] && grep -qw hugetlb /sys/fs/cgroup/unified/cgroup.controllers; then
	RESOURCES=',"hugepageLimits":[{"pageSize":"2MB","limit":4194304}],"unified":{"cgroup.max.depth":"5"}' shell g 'cat /sys/fs/cgroup/hugetlb.2MB.max /sys/fs/cgroup/hugetlb.2MB.rsvd.max /sys/fs/cgroup/cgroup.max.depth'
	check 'v2: huge pages, also reserved, and unified' "$(on_v2 run -b "$work/g" g 2>&1 | tr '\n' ' ')" '4194304 4194304 5 '
	RESOURCES=',"hugepageLimits":[{"pageSize":"3MB","limit":4194304}]' bundle g '["true"]'; contains 'pages of a size that is not there' "$(on_v2 run -b "$work/g" g 2>&1)" 'linux.resources.hugepageLimits: this system has no pages of 3MB'
	RESOURCES=',"unified":{"memory.high":"max"}' bundle g '["true"]'; contains 'v2: a controller that is not there' "$(on_v2 run -b "$work/g" g 2>&1)" "memory.high can't be set: controller memory not available"
	RESOURCES=',"network":{"classID":5}' bundle g '["true"]'; contains 'v2: no network class' "$(on_v2 run -b "$work/g" g 2>&1)" 'linux.resources.network.classID needs cgroup v1'
fi
bundle g '["sleep","60"]'; started
[ ! -d /sys/fs/cgroup/memory ] || contains 'checkBeforeUpdate' "$(echo '{"memory":{"limit":4096,"checkBeforeUpdate":true}}' | rt update -r - g 2>&1)" 'unable to set memory limit to 4096 (current usage: '
contains 'update asks for what is not there' "$(echo '{"rdma":{"x":{"hcaHandles":1}}}' | rt update -r - g 2>&1)" 'linux.resources.rdma: this system has no rdma cgroup'
rt delete -f g
