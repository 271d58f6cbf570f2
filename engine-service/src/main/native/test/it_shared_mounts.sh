# Mount namespaces that are not the container's own: one joined by its path, and none at all.
MOUNTLESS='[{"type":"network"},{"type":"uts"},{"type":"pid"},{"type":"ipc"}]'
NAMESPACES=$MOUNTLESS bundle s '["sleep","60"]'
rt run -d -b "$work/s" s < /dev/null > /dev/null 2>&1; check 'a container in the mount namespace of its caller' $? 0
check 'its mounts are there' "$(grep -c " $work/s/rootfs/proc " /proc/self/mountinfo)" 1
check 'the root of an exec is the container'"'"'s' "$(rt exec s ls -d /root /bin/busybox /work /usr 2> /dev/null | tr '\n' ' ')" '/bin/busybox /root '
check 'and so is its procfs' "$(rt exec s cat /proc/1/cmdline | tr '\0' ' ')" 'sleep 60 '
rt delete -f s; check 'it is deleted' $? 0
check 'its mounts are gone' "$(grep -c " $work/s/rootfs" /proc/self/mountinfo)" 0
NAMESPACES=$MOUNTLESS bundle s '["/nosuch"]'; check 'one that fails' "$(code)" 1
check 'leaves no mount either' "$(grep -c " $work/s/rootfs" /proc/self/mountinfo)" 0
# The engine's own mount below the container's root must stay, whatever happens above it.
mount -t tmpfs below "$work/s/rootfs"; mkdir "$work/s/rootfs/bin"; cp /usr/bin/busybox "$work/s/rootfs/bin/true"
NAMESPACES=$MOUNTLESS bundle s '["true"]'; check 'a root that is a mount already' "$(code)" 0
check 'stays one' "$(grep -c " $work/s/rootfs " /proc/self/mountinfo)" 1; umount "$work/s/rootfs"

unshare -m --propagation private sh -c 'mkdir -p '"$work"'/inner && mount -t tmpfs inner '"$work"'/inner && echo there > '"$work"'/inner/file && exec sleep 60' &
host=$!
until_true '[ -s /proc/'$host'/root'"$work"'/inner/file ]'
NAMESPACES='[{"type":"mount","path":"/proc/'$host'/ns/mnt"},{"type":"pid"},{"type":"uts"}]' \
	EXTRA_MOUNTS=',{"destination":"/inner","type":"bind","source":"'$work'/inner","options":["bind"]}' bundle s '["cat","/inner/file"]'
check 'a mount namespace joined by its path' "$(run)" there
check 'nothing of it is in the host'"'"'s' "$(grep -c -e "$work/inner" -e "$work/s/rootfs" /proc/self/mountinfo)" 0
kill "$host"; wait "$host" 2> /dev/null; rmdir "$work/inner"
NAMESPACES='[{"type":"mount","path":"/proc/self/ns/net"},{"type":"uts"}]' bundle s '["true"]'; contains 'a path to another kind' "$(run)" 'join the mount namespace'
EXTRA_LINUX=',"rootfsPropagation":"unbindable"' bundle s '["grep","-c"," / [a-z,]* unbindable","/proc/self/mountinfo"]'
case $(code) in 0) unbindable=yes ;; *) unbindable="$(cat "$work/out")" ;; esac; check 'an unbindable root' "$unbindable" yes
