# Subordinate ids for containers in user namespaces (userns-remap). The engine reads the files too; here is said early
# what it would refuse.

REMAP_ACCOUNT=dockremap

settle_remap() {
    remap=${DAVIT_USERNS_REMAP:-}
    case $remap in
        '' | default) ;;
        *) check_remap "$remap" ;;
    esac
    if [ -n "$remap" ] && running engine && ! tr '\0' '\n' <"/proc/$pid/cmdline" | grep -qxF -- "$(remap_option)"; then
        fail "the engine runs already without userns-remap $remap: ./davit down first (containers run on as they are)"
    fi
}

remap_option() { printf '%s' "-Ddavit.engine.userns-remap=$DAVIT_USERNS_REMAP"; }

# Also without userns-remap: a single container that asks for a user namespace gets these ids.
prepare_remap_account() {
    make_remap_account || [ "${DAVIT_USERNS_REMAP:-}" != default ] ||
        fail "the account $REMAP_ACCOUNT with ranges in /etc/subuid and /etc/subgid cannot be made (see above)"
}

remap_user_of() { getent passwd "${1%%:*}" | cut -d: -f1 | grep .; }

make_remap_account() {
    getent group "$REMAP_ACCOUNT" >/dev/null || groupadd --system "$REMAP_ACCOUNT" || return 1
    getent passwd "$REMAP_ACCOUNT" >/dev/null ||
        useradd --system --gid "$REMAP_ACCOUNT" --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin \
            "$REMAP_ACCOUNT" || return 1
    give_range /etc/subuid uids && give_range /etc/subgid gids
}

# Behind the ranges that are there, so that nobody else has the same.
give_range() {
    ! has_range "$1" "$REMAP_ACCOUNT" || return 0
    touch "$1"
    first=$(awk -F: 'BEGIN { next_id = 100000 } $2 + $3 > next_id { next_id = $2 + $3 } END { print next_id }' "$1")
    usermod "--add-sub$2" "$first-$((first + 65535))" "$REMAP_ACCOUNT"
}

has_range() { grep -q -e "^$2:[0-9]*:[1-9]" -e "^$(id -u "$2"):[0-9]*:[1-9]" "$1" 2>/dev/null; }

check_remap() {
    user=$(remap_user_of "$1") || fail "userns-remap: there is no user '${1%%:*}'"
    case $1 in
        *:*) getent group "${1#*:}" >/dev/null || fail "userns-remap: there is no group '${1#*:}'" ;;
    esac
    has_range /etc/subuid "$user" ||
        fail "userns-remap: '$user' has no range in /etc/subuid: usermod --add-subuids 100000-165535 $user"
    has_range /etc/subgid "$user" || has_range_of_group "$1" ||
        fail "userns-remap: '$user' has no range in /etc/subgid: usermod --add-subgids 100000-165535 $user"
}

has_range_of_group() {
    case $1 in
        *:*) grep -q "^$(getent group "${1#*:}" | cut -d: -f1):[0-9]*:[1-9]" /etc/subgid 2>/dev/null ;;
        *) return 1 ;;
    esac
}
