# cgroup v2: the unified hierarchy in the place of the others, in a mount namespace of its own. It has no
# controllers on a hybrid system, so that limits are not part of this.
if [ -d /sys/fs/cgroup/unified ]; then
	shell v 'cat /proc/self/cgroup | tail -1; stat -f -c %T /sys/fs/cgroup; mknod /tmp/m c 1 1; cat /tmp/m > /dev/null; rm /tmp/m; head -c 3 /dev/zero | wc -c'
	check 'v2: namespace, mount, devices' "$(on_v2 run -b "$work/v" v 2>&1 | tr '\n' ' ')" "0::/ UNKNOWN cat: can't open '/tmp/m': Operation not permitted 3 "
	bundle v '["sleep","60"]'; on_v2 run -d -b "$work/v" v < /dev/null > /dev/null 2>&1
	check 'v2: cloned into its group' "$(wc -l < /sys/fs/cgroup/unified/$group/v/cgroup.procs)" 1
	check 'v2: exec' "$(on_v2 exec v tail -1 /proc/self/cgroup)" 0::/
	on_v2 pause v; contains 'v2: pause' "$(on_v2 state v)" paused
	on_v2 delete -f v; check 'v2: delete' "$(ls -d /sys/fs/cgroup/unified/$group/v 2> /dev/null)" ''
	RESOURCES=',"cpu":{"realtimeRuntime":1000}' bundle v '["true"]'; contains 'v2: what only v1 has' "$(on_v2 run -b "$work/v" v 2>&1)" 'needs cgroup v1'
fi
