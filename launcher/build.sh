# Builds, lays each service out as an extracted application, and trains its AOT cache.

SETUP=$DAVIT_HOME/target/davit
MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --sun-misc-unsafe-memory-access=allow"
export MAVEN_OPTS

module_of() {
    case $1 in
        gateway) printf gateway ;;
        *) printf '%s-service' "$1" ;;
    esac
}

jar_of() {
    module=$(module_of "$1")
    for jar in "$DAVIT_HOME/$module/target/davit-$module"-*.jar; do
        case $jar in
            *-sources.jar | *-tests.jar | *-plain.jar) ;;
            *) [ -e "$jar" ] && printf '%s' "$jar" && return ;;
        esac
    done
}

# What every service's JVM is started with; the AOT cache fits only the options that it was trained with.
# Memory: a small young generation is touched again and again where a large one would be touched once all over, what is
# free after a collection is given back, at once, and an AOT cache that is not relocated stays backed by its file.
# Speed: most methods on the way of a request run once in it, so that they would be interpreted for the first 200
# requests; a fifth of the usual counts compiles them after forty. Less makes the start longer (ADR 7).
jvm_options() {
    case $1 in
        gateway | engine) heap=128m ;;
        *) heap=112m ;;
    esac
    heap=${DAVIT_HEAP:-$heap}
    # TLS needs C2, which alone knows the processor's instructions for AES: 0.18 s for 100 MB in place of 3.4.
    [ "$1${DAVIT_HOST:+ with TLS}" = "gateway with TLS" ] ||
        printf '%s ' -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=0.2
    printf '%s ' -XX:+UseSerialGC -XX:+UseCompactObjectHeaders \
        -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Xms32m -Xmn10m -Xmx$heap -Xss512k \
        -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps -XX:TrimNativeHeapInterval=10000 \
        -XX:MaxMetaspaceSize=160m -XX:ReservedCodeCacheSize=48m -XX:+ExitOnOutOfMemoryError \
        --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8
}

sources_changed() {
    [ -e "$SETUP/built" ] || return 0
    [ -n "$(find "$DAVIT_HOME/pom.xml" "$DAVIT_HOME"/*/pom.xml "$DAVIT_HOME"/*/src/main -newer "$SETUP/built" -print 2>/dev/null | head -n 1)" ]
}

build_if_needed() {
    if [ "${DAVIT_BUILD:-auto}" != never ] && sources_changed; then
        say "building (the first time this takes some minutes)"
        begin=$(milliseconds)
        (cd "$DAVIT_HOME" && mvn -q -B -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip -pl '!acceptance' package) ||
            fail "the build failed (see above)"
        mkdir -p "$SETUP"
        touch "$SETUP/built"
        say "built in $(since "$begin")"
    fi
    for service in $SERVICES; do
        lay_out "$service"
    done
    train_caches
    chmod -R a+rX "$SETUP" # whatever the umask
}

# Spring starts an extracted application faster than a jar of jars.
lay_out() {
    jar=$(jar_of "$1")
    [ -n "$jar" ] || fail "$(module_of "$1") is not built: run ./davit up without DAVIT_BUILD=never"
    app=$SETUP/$1
    # A cache that was trained with other options of the JVM would not fit.
    if [ ! -e "$app/laid-out" ] || [ "$jar" -nt "$app/laid-out" ] || [ "$DAVIT_HOME/launcher/build.sh" -nt "$app/laid-out" ]; then
        rm -rf "$app"
        mkdir -p "$SETUP"
        "$JAVA" -Djarmode=tools -jar "$jar" extract --destination "$app" >/dev/null || fail "cannot extract $jar"
        mv "$app/$(basename "$jar")" "$app/app.jar"
        # The cache remembers the jar's modification time.
        touch "$app/laid-out"
    fi
}

train_caches() {
    [ "${DAVIT_AOT:-on}" = on ] || return 0
    missing=
    for service in $SERVICES; do
        [ -e "$SETUP/$service/app.aot" ] || [ -e "$SETUP/$service/aot-failed" ] || missing="$missing $service"
    done
    [ -n "$missing" ] || return 0
    say "training the AOT caches of$missing, so that every later start is fast (once per build)"
    begin=$(milliseconds)
    printf '%s\n' $missing | xargs -n 1 -P "$(nproc)" "$DAVIT_HOME/launcher/train"
    say "trained in $(since "$begin")"
}
