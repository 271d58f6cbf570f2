# The first job of a new platform: davit/hello, made here from source, run through the Docker API.

docker_api() {
    method=$1
    path=$2
    shift 2
    curl -sS --fail-with-body -m 60 -X "$method" --unix-socket "$DAVIT_RUN_DIR/docker.sock" "$@" "http://davit/v1.47$path"
}

hello_is_there() { docker_api GET /images/davit/hello:latest/json >/dev/null 2>&1; }

load_hello() {
    "$DAVIT_HOME/images/hello/build" "$SETUP/hello.tar" || fail "cannot build the image davit/hello"
    docker_api POST '/images/load?quiet=1' -H 'Content-Type: application/x-tar' --data-binary "@$SETUP/hello.tar" >/dev/null ||
        fail "cannot load the image davit/hello"
}

# With a terminal, so that the output comes back without frames.
run_hello() {
    hello_is_there || load_hello
    begin=$(milliseconds)
    id=$(docker_api POST /containers/create -H 'Content-Type: application/json' \
        -d '{"Image":"davit/hello","Tty":true}' | sed -n 's/.*"Id":"\([0-9a-f]*\)".*/\1/p')
    [ -n "$id" ] || fail "cannot create a container of davit/hello"
    answer=$(docker_api POST "/containers/$id/start") || fail "cannot start davit/hello: $answer"
    docker_api POST "/containers/$id/wait" >/dev/null || fail "cannot wait for davit/hello"
    took=$(since "$begin")
    docker_api GET "/containers/$id/logs?stdout=1&stderr=1" | tr -d '\r'
    docker_api DELETE "/containers/$id" >/dev/null || fail "cannot remove the container of davit/hello"
    say "davit/hello was created, run and waited for in $took"
}
