# The Docker API on TCP, beside its unix socket. Only by TLS in which both sides show a certificate: who may use the API
# is root on this host.

settle_host() {
    if [ -z "${DAVIT_HOST:-}" ]; then
        [ -z "${DAVIT_TLSCACERT:-}${DAVIT_TLSCERT:-}${DAVIT_TLSKEY:-}" ] ||
            fail "tlscacert, tlscert and tlskey are for a --host tcp://ADDRESS:PORT, which is not given"
        return 0
    fi
    parse_host
    need_file tlscacert "${DAVIT_TLSCACERT:-}" "the authority whose clients are let in"
    need_file tlscert "${DAVIT_TLSCERT:-}" "the server's certificate"
    need_file tlskey "${DAVIT_TLSKEY:-}" "the server's key"
    if running gateway && ! tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$(listener)"; then
        fail "the gateway runs already and does not listen on $DAVIT_HOST: ./davit down first (containers run on)"
    fi
}

# As dockerd reads it: no address is every address, no port is 2376.
parse_host() {
    case $DAVIT_HOST in
        tcp://*) ;;
        *) fail "host '$DAVIT_HOST' is not of the form tcp://ADDRESS:PORT (the unix socket is there anyway)" ;;
    esac
    rest=${DAVIT_HOST#tcp://}
    port=${rest##*[]:]}
    case $rest in
        *:"$port") address=${rest%:"$port"} ;;
        *) address=$rest port= ;;
    esac
    HOST_ADDRESS=${address:-0.0.0.0}
    HOST_PORT=${port:-2376}
    case $HOST_ADDRESS in
        *[!]A-Za-z0-9.:[-]*) fail "host '$DAVIT_HOST' has no address such as 127.0.0.1, [::1] or a name" ;;
    esac
    case $HOST_PORT in
        *[!0-9]* | ??????*) fail "host '$DAVIT_HOST' has no port such as 2376" ;;
    esac
}

need_file() {
    [ -n "$2" ] || fail "host $DAVIT_HOST needs TLS with certificates of both sides: --$1 is missing, $3 (a PEM file)"
    [ -f "$2" ] && [ -r "$2" ] || fail "cannot read $1 $2, $3"
}

listener() { printf '%s ' "-Ddavit.server.tcp[0].address=$HOST_ADDRESS" "-Ddavit.server.tcp[0].port=$HOST_PORT"; }

listener_options() {
    [ -n "${DAVIT_HOST:-}" ] || return 0
    listener
    tls=$DAVIT_RUN_DIR/gateway/tls
    printf '%s ' "-Ddavit.server.tcp[0].client-authority=$tls/ca.pem" \
        "-Ddavit.server.tcp[0].certificate=$tls/cert.pem" "-Ddavit.server.tcp[0].certificate-key=$tls/key.pem"
}

# The gateway may not read what is root's: it gets copies of its own, which go away with it.
install_certificates() {
    if [ -n "${DAVIT_HOST:-}" ] && ! running gateway; then
        tls=$DAVIT_RUN_DIR/gateway/tls
        install -d -o davit -g davit -m 0700 "$tls"
        install -o davit -g davit -m 0400 "$DAVIT_TLSCACERT" "$tls/ca.pem"
        install -o davit -g davit -m 0400 "$DAVIT_TLSCERT" "$tls/cert.pem"
        install -o davit -g davit -m 0400 "$DAVIT_TLSKEY" "$tls/key.pem"
    fi
}

forget_certificates() { rm -rf "$DAVIT_RUN_DIR/gateway/tls"; }
