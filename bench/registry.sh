#!/bin/sh
# Davit's registry beside Debian's docker-registry, in one run on one machine: bench/registry.sh [ROUNDS]
# Needs the built jar of registry-service, JDK 25 and /usr/bin/docker-registry. Both keep their data in one temporary
# folder; the rounds alternate between them; medians and the ratio of ours to theirs are printed as Markdown.
set -eu

ROUNDS=${1:-7}
HERE=$(cd -- "$(dirname -- "$0")" && pwd)
JAVA=${JAVA_HOME:-/usr/lib/jvm/temurin-25-jdk-amd64}/bin/java
JAR=$(ls "$HERE"/../registry-service/target/davit-registry-service-*.jar)
DAVIT_HOME=$HERE/..
. "$DAVIT_HOME/launcher/build.sh"
JVM=${JVM:-$(jvm_options registry)} # what the launcher gives the service
OURS=${OURS_PORT:-5911}
THEIRS=${THEIRS_PORT:-5912}
WORK=$(mktemp -d /tmp/davit-bench-registry-XXXXXX)
PIDS=

stop() {
    for pid in $PIDS; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || :; done
    rm -rf "$WORK"
}
trap stop EXIT
trap 'exit 1' INT TERM

mkdir -p "$WORK/run/registry"
"$JAVA" -Djarmode=tools -jar "$JAR" extract --destination "$WORK/app" >/dev/null
# shellcheck disable=SC2086 # a list of options
"$JAVA" $JVM -Ddavit.run-dir="$WORK/run" -Ddavit.state-dir="$WORK/state" -Ddavit.registry.port="$OURS" \
    -jar "$WORK"/app/davit-registry-service-*.jar >"$WORK/ours.log" 2>&1 &
ours=$!
cat >"$WORK/theirs.yml" <<YML
version: 0.1
log: {level: error, accesslog: {disabled: true}}
storage:
  filesystem: {rootdirectory: $WORK/theirs}
http: {addr: 127.0.0.1:$THEIRS}
YML
docker-registry serve "$WORK/theirs.yml" >"$WORK/theirs.log" 2>&1 &
theirs=$!
PIDS="$ours $theirs"

"$JAVA" -Xmx600m "$HERE/RegistryBench.java" "$ROUNDS" "$OURS" "$ours" "$THEIRS" "$theirs"
