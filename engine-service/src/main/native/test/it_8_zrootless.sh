# An ordinary user runs a container, made by `spec --rootless`.
home=$(mktemp -d /tmp/davit-rootless-XXXXXX)
user=davit$$
useradd --no-create-home --home-dir "$home" --shell /bin/sh $user 2> /dev/null
uid=$(id -u $user); gid=$(id -g $user)
mkdir "$home/bundle" "$home/run"; cp "$runtime" "$home/davit-runtime"; chmod 755 "$home/davit-runtime"
ROOTFS=rootfs "$here/bundle.sh" "$home/bundle"; rm "$home/bundle/config.json"
chmod 700 "$home/run"; chown -R "$uid:$gid" "$home"
as_user() { timeout 60 setpriv --reuid "$uid" --regid "$gid" --init-groups env -i PATH="$PATH" HOME="$home" XDG_RUNTIME_DIR="$home/run" ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$@"; }
own() { as_user "$home/davit-runtime" "$@"; }
change() { sed -i "$1" "$home/bundle/config.json"; }

own spec --rootless -b "$home/bundle"; check 'spec --rootless' $? 0
change 's/"terminal": true/"terminal": false/; s/"readonly": true/"readonly": false/; s|\["sh"\]|["sh","-c","id -u; cat /proc/self/uid_map \| tr -s \\" \\"; cat /proc/self/setgroups; hostname; echo $$; touch /made"]|'
check 'rootless: run' "$(own run -b "$home/bundle" r 2>&1 | tr '\n' ' ')" "0  0 $uid 1 deny davit 1 "
check 'rootless: files belong to the user' "$(stat -c %u "$home/bundle/rootfs/made")" "$uid"
check 'rootless: its state is in XDG_RUNTIME_DIR' "$(ls -d "$home/run/davit-runtime")" "$home/run/davit-runtime"
change 's|\["sh","-c".*|["sleep","60"],|'
own run -d -b "$home/bundle" r < /dev/null > /dev/null 2>&1; contains 'rootless: run -d' "$(own state r)" '"status":"running"'
check 'rootless: exec' "$(own exec r sh -c 'id -u; grep CapEff /proc/self/status' 2>&1 | tr -s '\n\t' ' ')" '0 CapEff: 0000000020000420 '
own kill r KILL; until_true 'own state r | grep -q stopped'; own delete r; check 'rootless: kill and delete' $? 0
own create -b "$home/bundle" r < /dev/null > /dev/null 2>&1; contains 'rootless: create' "$(own state r)" '"status":"created"'
own start r; contains 'rootless: start' "$(own state r)" '"status":"running"'; own delete -f r; check 'rootless: delete -f' $? 0
change 's|"linux": {|"linux": {"resources":{"pids":{"limit":9}},|'; contains 'rootless: a limit is refused' "$(own run -b "$home/bundle" r 2>&1)" 'pids.max cannot be set, this user may not make a cgroup'
change 's|"resources":{"pids":{"limit":9}},||'
change 's|"user": {|"user": { "additionalGids": [0],|'; contains 'rootless: groups are refused' "$(own run -b "$home/bundle" r 2>&1)" 'process.user.additionalGids'
change 's| "additionalGids": \[0\],||'
check 'rootless: cgroup without a namespace of its own is read-only' "$(sed -i 's/, { "type": "cgroup" }//; s/\["sleep","60"\]/["sh","-c","touch \/sys\/fs\/cgroup\/x \/sys\/fs\/cgroup\/unified\/x 2>\&1 | grep -c Read-only"]/' "$home/bundle/config.json"; own run -b "$home/bundle" r 2>&1)" 2
change 's|\["sh","-c".*|["sh","-c","id -u; cat /proc/self/uid_map \| wc -l; cat /proc/self/setgroups"],|'
if command -v newuidmap > /dev/null; then
	change "s|\"uidMappings\":.*|\"uidMappings\": [{\"containerID\":0,\"hostID\":$uid,\"size\":1},{\"containerID\":1,\"hostID\":700000,\"size\":100}],|; s|\"gidMappings\":.*|\"gidMappings\": [{\"containerID\":0,\"hostID\":$gid,\"size\":1},{\"containerID\":1,\"hostID\":700000,\"size\":100}],|"
	sed -i "/^$user:/d" /etc/subuid /etc/subgid
	contains 'rootless: ids that are not the user'\''s' "$(own run -b "$home/bundle" r 2>&1)" 'newuidmap failed: newuidmap: uid range [1-101) -> [700000-700100) not allowed'
	echo "$user:700000:100" >> /etc/subuid; echo "$user:700000:100" >> /etc/subgid
	check 'rootless: a range of ids' "$(own run -b "$home/bundle" r 2>&1 | tr '\n' ' ')" '0 2 allow '
	change 's|"uid": 0, "gid": 0|"uid": 5, "gid": 6, "additionalGids": [7]|'; check 'rootless: another user' "$(own run -b "$home/bundle" r 2>&1 | tr '\n' ' ')" '5 2 allow '
	contains 'rootless: without newuidmap' "$(PATH=/nowhere; export PATH; /usr/bin/setpriv --reuid "$uid" --regid "$gid" --clear-groups "$home/davit-runtime" --root "$home/run/x" run -b "$home/bundle" r 2>&1)" 'linux.uidMappings: mapping more than the own id'
fi
check 'rootless: no state is left' "$(ls "$home/run/davit-runtime")" ''
# root of a user namespace is not the host's root either
rm "$home/bundle/config.json"; own spec --rootless -b "$home/bundle"; change 's/"terminal": true/"terminal": false/; s/"hostID": [0-9]*/"hostID": 0/; s|\["sh"\]|["id","-u"]|'
check 'rootless: root of a user namespace' "$(as_user unshare -r "$home/davit-runtime" --root "$home/run/x" run -b "$home/bundle" r 2>&1)" 0
userdel $user 2> /dev/null; sed -i "/^$user:/d" /etc/subuid /etc/subgid
rm -rf "$home"
