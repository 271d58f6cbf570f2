# Subordinate ids for containers in user namespaces (userns-remap). The engine reads the files too; here is said early
# what it would refuse.

REMAP_ACCOUNT=dockremap

# The account of `default` also lends its ids to single containers that ask for a user namespace, hence always.
prepare_subordinate_ids() {
    if remap_user=$(remap_user_of "${DAVIT_USERNS_REMAP:-default}") && [ "$remap_user" = "$REMAP_ACCOUNT" ]; then
        make_remap_account || [ -z "${DAVIT_USERNS_REMAP:-}" ] || fail "the account $REMAP_ACCOUNT cannot be made"
    fi
    [ -z "${DAVIT_USERNS_REMAP:-}" ] || check_remap "$DAVIT_USERNS_REMAP"
}

remap_user_of() {
    case ${1%%:*} in
        default) printf '%s' "$REMAP_ACCOUNT" ;;
        *) getent passwd "${1%%:*}" | cut -d: -f1 | grep . ;;
    esac
}

make_remap_account() {
    getent group "$REMAP_ACCOUNT" >/dev/null || groupadd --system "$REMAP_ACCOUNT" || return 1
    getent passwd "$REMAP_ACCOUNT" >/dev/null ||
        useradd --system --gid "$REMAP_ACCOUNT" --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin \
            "$REMAP_ACCOUNT" || return 1
    give_range /etc/subuid uids
    give_range /etc/subgid gids
}

# Behind the ranges that are there, so that nobody else has the same.
give_range() {
    has_range "$1" "$REMAP_ACCOUNT" && return
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
