# Mounts and the host: in a mount namespace of the test's own, whose mounts are all shared, as on a host with
# systemd. What a container does to its root must not reach them; what it shares on purpose must.
cat > "$work/shared.sh" <<EOF
mount --make-rprivate / && mkdir -p "$work/shr" && mount -t tmpfs shr "$work/shr" && mkdir "$work/shr/m" && mount --make-rshared / || exit 1
mounts() { cut -d' ' -f5 /proc/self/mountinfo | grep -v ^/run/ | sort; } # others' come and go there
mounts > "$work/before"
timeout 60 "$runtime" --root "$root" run -b "$work/p" p 2>&1
mounts > "$work/after"
diff "$work/before" "$work/after" | grep '^[<>]'
EOF
volume() { printf ',{"destination":"/v","type":"bind","source":"%s/shr","options":["rbind","%s"]}' "$work" "$1"; }
CAPS='"CAP_SYS_ADMIN"' EXTRA_MOUNTS=$(volume rprivate) shell p 'mount -t tmpfs x /v/m; echo mounted'
check 'private by default' "$(unshare -m sh "$work/shared.sh")" mounted
CAPS='"CAP_SYS_ADMIN"' EXTRA_LINUX=',"rootfsPropagation":"rslave"' EXTRA_MOUNTS=$(volume rslave) shell p 'mount -t tmpfs x /v/m; echo mounted'
check 'a slave does not tell its master' "$(unshare -m sh "$work/shared.sh")" mounted
CAPS='"CAP_SYS_ADMIN"' EXTRA_LINUX=',"rootfsPropagation":"rshared"' EXTRA_MOUNTS=$(volume rshared) shell p 'mount -t tmpfs x /v/m; echo mounted'
contains 'what is shared reaches the host' "$(unshare -m sh "$work/shared.sh" | tr '\n' ' ')" "> $work/shr/m"
CAPS='"CAP_SYS_ADMIN"' EXTRA_LINUX=',"rootfsPropagation":"rshared"' shell p 'mount -t tmpfs x /tmp; echo mounted'
check 'the root itself is not shared with the host' "$(unshare -m sh "$work/shared.sh")" mounted
