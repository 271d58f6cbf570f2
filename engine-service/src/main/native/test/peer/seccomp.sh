#!/bin/sh
# Our seccomp compiler beside libseccomp, for the engine's default profile and Docker's own, on both processors and
# with several sets of capabilities: seccomp.sh PEER-AMD64 PEER-ARM64
set -eu
here=$(dirname "$(readlink -f "$0")")
amd64=$(readlink -f "$1")
arm64=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
docker=CHOWN,DAC_OVERRIDE,FSETID,FOWNER,MKNOD,NET_RAW,SETGID,SETUID,SETFCAP,SETPCAP,NET_BIND_SERVICE,SYS_CHROOT,KILL,AUDIT_WRITE
module=$(cd "$here" && GOTOOLCHAIN=local go mod download -json github.com/moby/profiles/seccomp |
	sed -n 's/.*"Dir": "\(.*\)".*/\1/p')

for profile in "$here/../../../resources/seccomp/default.rules" "$module/default.json"; do
	for arch in amd64 arm64; do
		for capabilities in "$docker" "$docker,SYS_ADMIN,SYS_PTRACE,SYS_BOOT" ''; do
			name="${profile##*/} $arch ${capabilities:+with} ${capabilities##*KILL}"
			python3 "$here/profiles.py" "$profile" $arch "$capabilities" > "$work/$name"
			[ $arch = amd64 ] && peer=$amd64 || peer=$arm64
			(cd "$work" && "$peer" "$name")
		done
	done
done
