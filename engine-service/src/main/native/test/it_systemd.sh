# systemd as the manager of cgroups: a real one, in namespaces and a root of its own (systemd_root.sh), on v1 with v2
# beside it and on v2 alone. Here, where none runs, it is refused.
bundle sd '["true"]'
for option in --systemd-cgroup '--cgroup-manager systemd'; do
	[ ! -d /run/systemd/system ] || continue
	for command in run create; do
		contains "$option: $command is refused" "$(rt $option $command -b "$work/sd" sd 2>&1)" "systemd is not running on this host, but $option was given"
	done
	check "$option: nothing is left" "$(ls "$root" 2> /dev/null)" ''
	mkdir -p -m 700 "$root"; rt $option list > /dev/null; check "$option does not matter to list" $? 0
done
CGROUP=a.slice:b:c; CGROUP=$CGROUP "$here/bundle.sh" "$work/sd"; unset CGROUP
contains 'a unit without systemd' "$(rt run -b "$work/sd" sd 2>&1)" 'a.slice:b:c is for systemd, but neither --systemd-cgroup nor --cgroup-manager systemd was given'

# systemd as Debian packages have it: installed, or unpacked beside the runtime.
sd_usr=/usr
sd_folder=$(dirname "$client")/systemd
sd_unpack() {
	mkdir -p "$sd_folder/deb" && (
		cd "$sd_folder/deb" || exit
		packages='systemd libsystemd-shared libsystemd0 dbus dbus-bin dbus-daemon libdbus-1-3 libexpat1 libapparmor1 libargon2-1 libcryptsetup12 libdevmapper1.02.1 libfdisk1 libip4tc2 libjson-c5 libkmod2'
		# shellcheck disable=SC2086 # a list of names
		apt-get download $packages > /dev/null 2>&1 || { apt-get update -qq && apt-get download $packages; } > /dev/null 2>&1 || exit
		for deb in *.deb; do dpkg -x "$deb" "$sd_folder/root" || exit; done
		for name in bin sbin lib; do [ ! -d "$sd_folder/root/$name" ] || cp -a "$sd_folder/root/$name" "$sd_folder/root/usr/"; done
		rm -f ./*.deb
	) && touch "$sd_folder/unpacked"
}
if [ ! -x /usr/lib/systemd/systemd ] || [ ! -x /usr/bin/dbus-daemon ] || [ "${SYSTEMD_UNPACKED:-}" ]; then
	[ -e "$sd_folder/unpacked" ] || sd_unpack
	sd_usr=$work/sd-usr
	mkdir "$sd_usr"
	if [ ! -e "$sd_folder/unpacked" ] || ! mount -t overlay -o "lowerdir=$sd_folder/root/usr:/usr" overlay "$sd_usr"; then
		echo 'systemd: skipped, its Debian packages cannot be had' >&2
		sd_usr=
	fi
fi

# sd_boot MODE
sd_boot() {
	unshare -m -p -u -i -n --fork "$here/systemd_root.sh" "$1" "$group-systemd" "$work/sd-root" "$work" "$runtime" "$sd_usr" > "$work/sd.log" 2>&1 < /dev/null &
	sd_outer=$!
	until_true 'sd=$(cat /proc/$sd_outer/task/$sd_outer/children 2> /dev/null | tr -d " "); [ "$sd" ]'
	sd=${sd:-0}
	n=0
	until [ "$(inside systemctl is-system-running 2> /dev/null)" = running ]; do
		n=$((n + 1))
		[ $n -lt 300 ] && kill -0 "$sd_outer" 2> /dev/null || return 1
		sleep 0.1
	done
}
sd_end() {
	[ "$sd" = 0 ] || kill -9 "$sd" 2> /dev/null
	wait "$sd_outer" 2> /dev/null
	until_true '[ -z "$(find /sys/fs/cgroup/*/"$group-systemd" -name cgroup.procs -exec cat {} + 2> /dev/null)" ]'
	find /sys/fs/cgroup/*/"$group-systemd" -depth -type d -exec rmdir {} + 2> /dev/null
	check "$mode: no group of systemd is left" "$(ls -d /sys/fs/cgroup/*/"$group-systemd" 2> /dev/null)" ''
}
inside() { timeout 60 nsenter -t "$sd" -m -p -u -i -n -C "$@"; }
srt() { inside "$runtime" --root "$root" "$@"; }
srun() { srt --systemd-cgroup run "$@" < /dev/null; }
show() { inside systemctl show -p "$2" --value "$1"; }
unit_state() { inside systemctl is-active "$1"; }
groups_of() { find /sys/fs/cgroup/*/"$group-systemd" -name "$1" 2> /dev/null; }
file() { cat /sys/fs/cgroup/"$1"/"$group-systemd"/machine.slice/it-sd.scope/"$2"; }
# unit PATH 'ARGS' ['ANNOTATIONS']: a bundle of that cgroupsPath
unit() { CGROUP=$1 ARGS=$2 EXTRA=${3:+,\"annotations\":\{$3\}} "$here/bundle.sh" "$work/sd"; }

sd_checks() {
	hybrid=; [ "$mode" != hybrid ] || hybrid=1
	[ ! "$hybrid" ] || check "$mode: systemd has mounted no hierarchy of its own" "$(inside sh -c "cd /sys/fs/cgroup && ls -d */cgroup.procs")" "$(cd /sys/fs/cgroup && ls -d */cgroup.procs)"
	RESOURCES=${hybrid:+,\"memory\":\{\"limit\":104857600\},\"pids\":\{\"limit\":9\},\"cpu\":\{\"shares\":512,\"quota\":15500,\"period\":100000,\"cpus\":\"0\"\}} \
		unit machine.slice:it:sd '["sleep","60"]' '"org.systemd.property.TimeoutStopSec":"7","org.systemd.property.CollectMode":"'"'inactive-or-failed'"'"'
	check "$mode: run -d" "$(srun -d -b "$work/sd" sd > "$work/out" 2>&1; echo $?)" 0
	pid=$(srt state sd | sed 's/.*"pid":\([0-9]*\).*/\1/')
	others=$(inside cat "/proc/$pid/cgroup" | grep -v ':/machine.slice/it-sd.scope$')
	[ "$hybrid" ] || others=$(inside cat "/proc/$pid/cgroup" | grep '^0:' | grep -v ':/machine.slice/it-sd.scope$')
	check "$mode: it is in the unit" "$others" ''
	check "$mode: the unit is" "$(unit_state it-sd.scope) $(show it-sd.scope Slice) $(show it-sd.scope Delegate)" 'active machine.slice yes'
	check "$mode: nothing else is in it" "$(groups_of it-sd.scope | head -1 | xargs -I{} cat {}/cgroup.procs | wc -l)" 1
	check "$mode: annotations" "$(show it-sd.scope TimeoutStopUSec) $(show it-sd.scope CollectMode)" '7s inactive-or-failed'
	check "$mode: devices of the unit" "$(show it-sd.scope DevicePolicy) $(show it-sd.scope DeviceAllow | grep -c -e '/dev/char/1:3 rwm' -e 'char-136 rwm')" 'strict 2'
	contains "$mode: exec" "$(srt exec sd sh -c 'echo $$; cat /dev/null; mknod /tmp/m b 1 1; cat /tmp/m' 2>&1 | tr '\n' ' ')" 'Operation not permitted'
	srt exec -d sd sleep 50; check "$mode: exec joins the unit" "$(srt ps sd | grep -c sleep)" 2
	check "$mode: a second one of the same unit" "$(srun -b "$work/sd" sd2 2>&1 | grep -c 'unable to start unit "it-sd.scope"')" 1
	check "$mode: which leaves the first alone" "$(unit_state it-sd.scope)$(ls "$root")" activesd
	inside systemctl daemon-reload
	check "$mode: devices after a reload" "$(srt exec sd sh -c 'echo > /dev/null; head -c 3 /dev/zero | wc -c; rm -f /tmp/m; mknod /tmp/m c 1 1; cat /tmp/m' 2>&1 | tr '\n' ' ')" "3 cat: can't open '/tmp/m': Operation not permitted "
	srt pause sd; contains "$mode: pause" "$(srt state sd)" paused; srt resume sd
	contains "$mode: events" "$(srt events --stats sd 2>&1)" '"type":"stats"'
	[ ! "$hybrid" ] || sd_limits
	srt kill sd KILL; until_true 'srt state sd | grep -q stopped'
	check "$mode: delete" "$(srt delete sd 2>&1)$(groups_of it-sd.scope)$(ls "$root")$(unit_state it-sd.scope)" inactive

	unit :it:sd '["true"]'; check "$mode: run" "$(srun -b "$work/sd" sd 2>&1)$(groups_of it-sd.scope)" ''
	unit '' '["sleep","60"]'; CGROUP= ; sed -i 's|"cgroupsPath": "[^"]*",||' "$work/sd/config.json"; unset CGROUP
	srt --cgroup-manager systemd create -b "$work/sd" sd < /dev/null > /dev/null 2>&1
	check "$mode: the unit of no path" "$(unit_state runc-sd.scope) $(show runc-sd.scope Slice)" 'active system.slice'
	srt start sd; srt delete -f sd; check "$mode: delete -f" "$(unit_state runc-sd.scope)$(groups_of runc-sd.scope)" inactive
	unit ':it:sd' '["/nosuch"]'; srun -b "$work/sd" sd > "$work/out" 2>&1; check "$mode: a command that is not there" "$?$(unit_state it-sd.scope)$(groups_of it-sd.scope)$(ls "$root")" 1inactive
	unit ':it:sub.slice' '["sleep","60"]'; srun -d -b "$work/sd" sd > /dev/null 2>&1; check "$mode: a slice" "$(unit_state sub.slice) $(srt ps sd | grep -c sleep)" 'active 1'
	srt delete -f sd; check "$mode: a slice, deleted" "$(unit_state sub.slice)$(groups_of sub.slice)" inactive
	# a unit that has failed stays, until it is reset
	unit ':it:sd' '["sleep","60"]' '"org.systemd.property.RuntimeMaxSec":"1","org.systemd.property.TimeoutStopSec":"1"'
	srun -d -b "$work/sd" sd > /dev/null 2>&1; until_true '[ "$(unit_state it-sd.scope)" = failed ]'; rm -rf "$root/sd"
	unit ':it:sd' '["true"]'; check "$mode: after a failed one" "$(srun -b "$work/sd" sd 2>&1)$(unit_state it-sd.scope)" inactive
	unit ':it:sd' '["sh","-c","exit 7"]'
	srt --systemd-cgroup monitor --bundle "$work/sd" --socket "$work/sd.sock" --exit-file "$work/sd.exit" --log-file "$work/sd.out" --autostart sd < /dev/null > "$work/out" 2>&1
	until_true '[ -s "$work/sd.exit" ] && [ ! -e "$work/sd.sock" ]'
	check "$mode: monitor" "$(grep -o '"code":7' "$work/sd.exit") $(unit_state it-sd.scope)$(groups_of it-sd.scope)$(ls "$root")" '"code":7 inactive'
	rm -f "$work/sd.exit"
	sd_refusals
	check "$mode: the placeholders are gone" "$(inside pgrep -x davit-scope)" ''
}

sd_limits() {
	values() { echo "$(file memory memory.limit_in_bytes) $(file pids pids.max) $(file cpu cpu.cfs_quota_us) $(file cpuset cpuset.cpus) $(file cpu cpu.shares)"; }
	limits() { echo "$(show it-sd.scope MemoryLimit) $(show it-sd.scope TasksMax) $(show it-sd.scope CPUQuotaPerSecUSec) $(show it-sd.scope CPUShares)"; }
	check 'limits: files' "$(values)" '104857600 9 16000 0 512'
	check 'limits: properties' "$(limits)" '104857600 9 160ms 512'
	check 'limits: update' "$(srt update --memory 52428800 --pids-limit 7 --cpu-quota 33333 sd 2>&1)" ''
	check 'limits: files after update' "$(values)" '52428800 7 34000 0 512'
	check 'limits: properties after update' "$(limits)" '52428800 7 340ms 512'
	contains 'limits: checkBeforeUpdate' "$(echo '{"memory":{"limit":4096,"checkBeforeUpdate":true}}' | srt update -r - sd 2>&1)" 'unable to set memory limit to 4096 (current usage: '
	check 'limits: checkBeforeUpdate leaves the unit alone' "$(show it-sd.scope MemoryLimit)" 52428800
	check 'limits: update of the period' "$(srt update --cpu-period 50000 sd 2>&1)$(file cpu cpu.cfs_quota_us)" 34000
	inside systemctl daemon-reload
	check 'limits: files after a reload' "$(values)" '52428800 7 34000 0 512'
	check 'limits: devices after update' "$(srt exec sd sh -c 'head -c 3 /dev/zero | wc -c' 2>&1)" 3
	RESOURCES=',"pids":{"limit":1}' unit ':it:one' '["true"]'; check 'limits: a single process' "$(srun -b "$work/sd" one 2>&1)" ''
}

sd_refusals() {
	refused() { contains "$mode: $1" "$(srun -b "$work/sd" sd 2>&1)" "$2"; check "$mode: $1: nothing is left" "$(ls "$root")" ''; }
	unit ':it:sd' '["true"]' '"org.systemd.property.TasksMax":"uint64 x"'; refused 'a bad annotation' 'annotation org.systemd.property.TasksMax=uint64 x value parse error'
	unit ':it:sd' '["true"]' '"org.systemd.property.NoSuchThing":"true"'; refused 'an unknown property' 'NoSuchThing'
	unit '/a/b' '["true"]'; refused 'a path' 'expected cgroupsPath to be of format "slice:prefix:name" for systemd cgroups, got "/a/b" instead'
	unit 'a:b:c' '["true"]'; refused 'a slice without its suffix' 'invalid slice name: a'
	unit ':../a:b' '["true"]'; refused 'a name with slashes' 'is not a name that a systemd unit can have'
	inside mv /run/systemd/private /run/systemd/away
	unit ':it:sd' '["true"]'; refused 'no way to systemd' 'cannot reach systemd: connect to /run/systemd/private: no such file or directory; connect to /run/dbus/system_bus_socket: no such file or directory'
	inside mv /run/systemd/away /run/systemd/private
	inside systemctl start dbus.service
	until_true 'inside busctl list 2> /dev/null | grep -q org.freedesktop.systemd1'
	inside mv /run/systemd/private /run/systemd/away
	check "$mode: by the system bus" "$(srun -b "$work/sd" sd 2>&1)" ''
	inside mv /run/systemd/away /run/systemd/private
}

# An ordinary user's own systemd. It has the right to move a process only within its own groups: whoever comes from
# elsewhere it has moved by the system's, by way of the system's bus.
sd_rootless() {
	own() { inside setpriv --reuid 4242 --regid 4242 --clear-groups env -i PATH=/usr/bin:/usr/sbin HOME=/tmp XDG_RUNTIME_DIR=/run/user ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$@"; }
	user_rt() { own "$runtime" "$@"; }
	user_folder=$work/user-$mode
	mkdir "$user_folder"; ROOTFS=rootfs "$here/bundle.sh" "$user_folder"; rm "$user_folder/config.json"; chown -R 4242:4242 "$user_folder"; chmod 711 "$work"
	user_rt spec --rootless -b "$user_folder"
	sed -i 's/"terminal": true/"terminal": false/; s/"readonly": true/"readonly": false/; s|\["sh"\]|["sleep","60"]|; s|"linux": {|"linux": {"cgroupsPath":":it:user",|' "$user_folder/config.json"
	if [ "$mode" = hybrid ]; then
		contains 'rootless: not on v1' "$(user_rt --root "$user_folder/state" --systemd-cgroup run -b "$user_folder" user 2>&1)" "--systemd-cgroup: an ordinary user's systemd manages cgroups of v2 only, this system has v1"
		return
	fi
	inside install -d -o 4242 -g 4242 -m 700 /run/user
	inside systemd-run -q --unit=manager --uid=4242 --gid=4242 -p DefaultDependencies=no -p Delegate=yes -p Type=notify -E XDG_RUNTIME_DIR=/run/user -E HOME=/tmp \
		-E SYSTEMD_UNIT_PATH=/run/user/systemd/transient:/etc/units /usr/lib/systemd/systemd --user --unit=davit.target
	check 'rootless: the manager runs' "$(unit_state manager.service)" active
	user_rt --systemd-cgroup run -d -b "$user_folder" user > "$work/out" 2>&1 < /dev/null; check 'rootless: run -d' "$?$(cat "$work/out")" 0
	check 'rootless: its unit' "$(own systemctl --user is-active it-user.scope) $(own systemctl --user show -p Slice --value it-user.scope)" 'active user.slice'
	check 'rootless: it is in the unit' "$(groups_of it-user.scope | sed 's/.*-systemd//') $(cat "$(groups_of it-user.scope)/cgroup.procs" | wc -l)" '/system.slice/manager.service/user.slice/it-user.scope 1'
	user_rt exec -d user sleep 50 < /dev/null; check 'rootless: exec joins it' "$(user_rt ps user | grep -c sleep)" 2
	user_rt pause user; contains 'rootless: pause' "$(user_rt state user)" paused; user_rt resume user
	user_rt delete -f user; check 'rootless: delete -f' "$(own systemctl --user is-active it-user.scope)$(groups_of it-user.scope)" inactive
	contains 'rootless: no way to systemd' "$(XDG_RUNTIME_DIR=; own env -u XDG_RUNTIME_DIR "$runtime" --root "$user_folder/state" --systemd-cgroup run -b "$user_folder" user 2>&1)" "cannot reach this user's systemd: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set"
}

for mode in hybrid v2; do
	[ "$sd_usr" ] && [ -e /sys/fs/cgroup/unified/cgroup.procs ] || continue
	if sd_boot $mode; then
		sd_checks
		sd_rootless
	else
		check "$mode: systemd starts" "$(cat "$work/sd.log")" running
	fi
	sd_end
done
[ -z "$sd_usr" ] || [ "$sd_usr" = /usr ] || umount "$sd_usr"
