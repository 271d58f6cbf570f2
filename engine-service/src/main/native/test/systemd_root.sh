#!/bin/sh
# Becomes systemd in a root of its own: systemd_root.sh MODE GROUP FOLDER WORK RUNTIME USR
# Called in new namespaces of mounts, processes, names, messages and network. MODE: hybrid (v1 with v2 beside it) or
# v2. Nothing of the host can be written from here but WORK: systemd looks after whole machines, and what it does at
# the start of one (emptying /tmp, kernel variables, device nodes) must not reach the machine of the tests.
set -eu
mode=$1 group=$2 root=$3 work=$4 runtime=$5 usr=$6
if [ "${7:-}" != inside ]; then
	mount --make-rslave /
	for h in /sys/fs/cgroup/*/; do
		[ -e "${h}cgroup.procs" ] || continue
		mkdir -p "$h$group"
		for file in cpuset.cpus cpuset.mems; do [ ! -e "$h$group/$file" ] || cat "$h$file" > "$h$group/$file"; done
		echo 0 > "$h$group/cgroup.procs"
	done
	exec unshare -C "$0" "$@" inside # the groups above are the roots now
fi

read_only() { mount --bind "$1" "$2" && mount -o remount,bind,ro "$2"; }
mkdir -p "$root"
mount -t tmpfs -o mode=755 root "$root"
cd "$root"
mkdir -p usr etc/units proc sys dev run tmp var/tmp root old "./$work" ".$(dirname "$runtime")"
chmod 1777 tmp var/tmp
mount -t tmpfs -o mode=755 dev dev # without one systemd would take the host's own, devtmpfs
mkdir dev/pts dev/shm
mount -t tmpfs -o mode=755 run run
read_only "$usr" usr
for name in bin sbin lib lib32 lib64; do
	[ ! -e "/$name" ] || ln -s "usr/$name" "$name"
done
cp -L /etc/ld.so.cache /etc/passwd /etc/group /etc/nsswitch.conf /etc/os-release etc/
echo 'sduser:x:4242:4242::/tmp:/bin/sh' >> etc/passwd # has no need to be one of the host
echo 'sduser:x:4242:' >> etc/group
echo 0123456789abcdef0123456789abcdef > etc/machine-id
mount --bind "$work" "./$work"
touch ".$runtime"
read_only "$runtime" ".$runtime"
for name in null zero full random urandom tty; do touch "dev/$name"; mount --bind "/dev/$name" "dev/$name"; done
touch dev/console && mount --bind /dev/null dev/console
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t proc proc proc
mkdir -p root/proc && mount -t proc proc root/proc # a user namespace gets a proc only where a whole one is to be seen
mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
if [ "$mode" = hybrid ]; then
	# Of v1 it would mount what the host has not, and that would not end with these namespaces.
	awk '/^#/ || $2 != 0' /proc/cgroups > etc/cgroups && mount --bind etc/cgroups proc/cgroups
	mount -t tmpfs -o mode=755 cgroup sys/fs/cgroup
	for h in /sys/fs/cgroup/*/; do
		name=$(basename "$h")
		[ -e "${h}cgroup.procs" ] || continue
		mkdir "sys/fs/cgroup/$name"
		case $name in
		unified) mount -t cgroup2 cgroup "sys/fs/cgroup/$name" ;;
		systemd) mount -t cgroup -o none,name=systemd cgroup "sys/fs/cgroup/$name" ;;
		*) mount -t cgroup -o "$name" cgroup "sys/fs/cgroup/$name" ;;
		esac
	done
else
	mount -t cgroup2 cgroup sys/fs/cgroup
fi

# All units that there are: none of those that set a machine up.
printf '[Unit]\nDescription=Tests\nDefaultDependencies=no\n' > etc/units/davit.target
printf '[Unit]\nDefaultDependencies=no\n[Socket]\nListenStream=/run/dbus/system_bus_socket\n' > etc/units/dbus.socket
printf '[Unit]\nDefaultDependencies=no\nRequires=dbus.socket\n[Service]\nExecStart=/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --nosyslog --systemd-activation\n' \
	> etc/units/dbus.service
pivot_root . old
umount -l /old
cd /
exec env -i PATH=/usr/bin:/usr/sbin container=davit SYSTEMD_UNIT_PATH=/run/systemd/transient:/etc/units \
	/usr/lib/systemd/systemd --system --unit=davit.target --log-target=console --log-level=info --show-status=0
