# Debian packages that Davit needs, and why.

APT_UPDATED=no

apt_update_once() {
    [ "$APT_UPDATED" = no ] || return 0
    command -v apt-get >/dev/null || fail "this system has no apt-get; install by hand: $*"
    apt-get update -qq || fail "apt-get update failed (see above)"
    APT_UPDATED=yes
}

apt_offers() {
    command -v apt-cache >/dev/null || return 1
    apt_update_once "$1"
    apt-cache policy "$1" 2>/dev/null | grep 'Candidate:' | grep -qv '(none)'
}

# Some packages start a daemon when they are installed, which Davit has no use for.
apt_install() {
    apt_update_once "$*"
    policy=/usr/sbin/policy-rc.d
    ours=no
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' >$policy
        chmod +x $policy
        ours=yes
    fi
    status=0
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/tmp/davit-apt.$$ 2>&1 || status=$?
    [ $ours = no ] || rm -f $policy
    if [ $status -ne 0 ]; then
        cat /tmp/davit-apt.$$ >&2
        rm -f /tmp/davit-apt.$$
        fail "apt-get install $* failed (see above)"
    fi
    rm -f /tmp/davit-apt.$$
}

# Lines of: what must exist (a command, or a path), the package, the reason.
packages_to_run() {
    cat <<EOF
mvn maven builds the services
gcc gcc compiles the executor
make make builds the executor
/usr/include/linux/bpf.h linux-libc-dev holds the kernel's interface for the executor
musl-gcc musl-tools links the executor statically
/usr/lib/*/libnftables.so.1 libnftables1 publishes ports
curl curl talks to the services' sockets
ps procps shows the processes of a container
setpriv util-linux starts services without privileges
EOF
}

packages_to_test() {
    cat <<EOF
busybox busybox-static is the image that the tests run
skopeo skopeo pushes and pulls as a peer
docker-registry docker-registry is the registry that ours is compared with
ip iproute2 makes the networks of the tests
nft nftables shows the rules to the tests
runc runc is the runtime that ours is compared with
clang clang builds the sanitized executor
/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan-x86_64.a libclang-rt-14-dev,libclang-rt-dev holds the sanitizers
/usr/include/seccomp.h libseccomp-dev is the compiler of filters that ours is compared with
cppcheck cppcheck looks for faults in the executor
clang-tidy clang-tidy looks for others
aarch64-linux-gnu-gcc gcc-aarch64-linux-gnu compiles the executor for arm64
/usr/aarch64-linux-gnu/include/stdio.h libc6-dev-arm64-cross has what that needs
python3 python3 prepares the profiles of a test
openssl openssl makes the certificates of the tests
newuidmap uidmap maps ranges of ids for an ordinary user
go golang-go builds the validation suite of the OCI
script bsdutils,util-linux gives the docker client a terminal
/usr/lib/python3*/ensurepip python3-venv holds docker-py
EOF
}

exists() {
    case $1 in
        /*)
            for match in $1; do
                [ -e "$match" ] && return 0
            done
            return 1
            ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

install_missing() {
    wanted=
    while read -r what packages reason; do
        if ! exists "$what"; then
            apt_update_once "$packages" </dev/null
            package=$(first_offered "$packages")
            say "installing $package, which $reason"
            wanted="$wanted $package"
        fi
    done
    # shellcheck disable=SC2086 # a list of names
    [ -z "$wanted" ] || apt_install $wanted
}

first_offered() {
    for package in $(printf '%s' "$1" | tr ',' ' '); do
        if apt-cache policy "$package" 2>/dev/null | grep 'Candidate:' | grep -qv '(none)'; then
            printf '%s' "$package"
            return
        fi
    done
    printf '%s' "${1%%,*}"
}

install_packages_to_run() {
    packages_to_run >/tmp/davit-packages.$$
    install_missing </tmp/davit-packages.$$
    rm -f /tmp/davit-packages.$$
}

install_packages_to_test() {
    packages_to_test >/tmp/davit-packages.$$
    install_missing </tmp/davit-packages.$$
    rm -f /tmp/davit-packages.$$
}
