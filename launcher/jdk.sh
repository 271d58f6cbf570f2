# Finds JDK 25, also where the default java is an older one.

JDK_VERSION=25

is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q "^JAVA_VERSION=\"${JDK_VERSION}[.\"+-]" "$1/release"
}

find_jdk() {
    for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/*java* \
        "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/*; do
        if [ -n "$candidate" ] && is_jdk "$candidate"; then
            use_jdk "$candidate"
            return
        fi
    done
    install_jdk
}

use_jdk() {
    JAVA_HOME=$1
    JAVA=$1/bin/java
    export JAVA_HOME
}

install_jdk() {
    for package in "openjdk-$JDK_VERSION-jdk-headless" "temurin-$JDK_VERSION-jdk"; do
        if apt_offers "$package"; then
            say "installing $package: Davit is built with and runs on JDK $JDK_VERSION"
            apt_install "$package"
            for candidate in /usr/lib/jvm/*; do
                if is_jdk "$candidate"; then
                    use_jdk "$candidate"
                    return
                fi
            done
        fi
    done
    fail "no JDK $JDK_VERSION found in JAVA_HOME, /usr/lib/jvm, /usr/java, /opt, ~/.sdkman or ~/.jdks, and this" \
        "distribution offers no package: install a JDK $JDK_VERSION (such as Temurin) and set JAVA_HOME"
}
