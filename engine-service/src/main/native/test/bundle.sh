#!/bin/sh
# Makes a bundle for the tests: bundle.sh DIR [JSON of process fields] < nothing.
# The configuration is what a Docker-like engine would write, with a few variables:
#   ARGS (JSON array), TERMINAL, EXTRA_PROCESS, RESOURCES, EXTRA_LINUX, EXTRA_MOUNTS, SECCOMP (file), CGROUP, CAPS, USER_
set -eu
dir=$1
busybox=${BUSYBOX:-/usr/bin/busybox}
mkdir -p "$dir/rootfs/bin" "$dir/rootfs/etc" "$dir/rootfs/proc" "$dir/rootfs/sys" "$dir/rootfs/dev" "$dir/rootfs/tmp" "$dir/rootfs/root"
[ -e "$dir/rootfs/bin/busybox" ] || cp "$busybox" "$dir/rootfs/bin/busybox"
for applet in sh cat echo true false sleep id ls stat head dd wc grep mount umount hostname kill ps env pwd touch mkdir tty stty test seq tail sync ln rm readlink yes; do
	[ -e "$dir/rootfs/bin/$applet" ] || ln "$dir/rootfs/bin/busybox" "$dir/rootfs/bin/$applet"
done
echo 'root:x:0:0:root:/root:/bin/sh
user:x:1000:1000::/home/user:/bin/sh' > "$dir/rootfs/etc/passwd"
caps=${CAPS:-'"CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_FSETID","CAP_FOWNER","CAP_MKNOD","CAP_NET_RAW","CAP_SETGID","CAP_SETUID","CAP_SETFCAP","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_SYS_CHROOT","CAP_KILL","CAP_AUDIT_WRITE"'}
seccomp=
[ -z "${SECCOMP:-}" ] || seccomp=",\"seccomp\": $(cat "$SECCOMP")"
cat > "$dir/config.json" <<EOF
{"ociVersion": "1.0.2", "hostname": "box",
"process": {"terminal": ${TERMINAL:-false}, "user": ${USER_:-{\"uid\":0,\"gid\":0\}}, "args": ${ARGS:-[\"true\"]},
 "env": ["PATH=/bin:/usr/bin", "TERM=xterm"], "cwd": "/"${EXTRA_PROCESS:-}, "noNewPrivileges": ${NNP:-false},
 "capabilities": {"bounding": [$caps], "effective": [$caps], "permitted": [$caps]}},
"root": {"path": "${ROOTFS:-rootfs}"${EXTRA_ROOT:-}},
"mounts": [
 {"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid","noexec","nodev"]},
 {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid","strictatime","mode=755","size=65536k"]},
 {"destination": "/dev/pts", "type": "devpts", "source": "devpts", "options": ["nosuid","noexec","newinstance","ptmxmode=0666","mode=0620","gid=5"]},
 {"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue", "options": ["nosuid","noexec","nodev"]},
 {"destination": "/dev/shm", "type": "tmpfs", "source": "shm", "options": ["nosuid","noexec","nodev","mode=1777","size=67108864"]},
 {"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid","noexec","nodev","ro"]},
 {"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup", "options": ["ro","nosuid","noexec","nodev"]}${EXTRA_MOUNTS:-}],
"linux": {"cgroupsPath": "${CGROUP:-/davit-test/$(basename "$dir")}",
 "namespaces": ${NAMESPACES:-[{\"type\":\"mount\"\},{\"type\":\"network\"\},{\"type\":\"uts\"\},{\"type\":\"pid\"\},{\"type\":\"ipc\"\},{\"type\":\"cgroup\"\}]},
 "resources": {"devices": [{"allow": false, "access": "rwm"}]${RESOURCES:-}},
 "maskedPaths": ["/proc/acpi","/proc/kcore","/proc/keys","/proc/latency_stats","/proc/timer_list","/proc/sched_debug","/proc/scsi","/sys/firmware"],
 "readonlyPaths": ["/proc/asound","/proc/bus","/proc/fs","/proc/irq","/proc/sys","/proc/sysrq-trigger"]${EXTRA_LINUX:-}$seccomp}${EXTRA:-}}
EOF
# NO_DEV leaves /dev to the image
[ -z "${NO_DEV:-}" ] || sed -i '/"destination": "\/dev/d' "$dir/config.json"
