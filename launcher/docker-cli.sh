# The docker command line that the tests drive. They expect the words of a certain version, and Debian 12's is older: then
# one is fetched from Debian's unstable suite into a folder of the tree, past the machine's own packages.

DOCKER_CLI_VERSION=28
DOCKER_CLI_FOLDER=$DAVIT_HOME/target/docker-cli

find_docker_cli() {
    for candidate in "$(command -v docker || true)" "$DOCKER_CLI_FOLDER/docker"; do
        if is_docker_cli "$candidate"; then
            DOCKER_CLI=$candidate
            return
        fi
    done
    fetch_docker_cli
}

is_docker_cli() {
    [ -x "$1" ] || return 1
    major=$("$1" --version 2>/dev/null | sed -n 's/^Docker version \([0-9]*\)\..*/\1/p')
    [ "${major:-0}" -ge $DOCKER_CLI_VERSION ]
}

fetch_docker_cli() {
    say "fetching docker-cli $DOCKER_CLI_VERSION or newer from Debian's unstable suite into $DOCKER_CLI_FOLDER: the tests drive it"
    apt_update_once docker-cli
    rm -rf "$DOCKER_CLI_FOLDER"
    mkdir -p "$DOCKER_CLI_FOLDER/apt"
    if ! (cd "$DOCKER_CLI_FOLDER/apt" && download_docker_cli) >"$DOCKER_CLI_FOLDER/log" 2>&1; then
        cat "$DOCKER_CLI_FOLDER/log" >&2
        fail "cannot fetch docker-cli (see above): put a docker command line of version $DOCKER_CLI_VERSION on the PATH"
    fi
    mv "$DOCKER_CLI_FOLDER/apt/package/usr/bin/docker" "$DOCKER_CLI_FOLDER/docker"
    rm -rf "$DOCKER_CLI_FOLDER/apt"
    DOCKER_CLI=$DOCKER_CLI_FOLDER/docker
    is_docker_cli "$DOCKER_CLI" ||
        fail "the docker command line of Debian's unstable suite does not run here, or is older than" \
            "$DOCKER_CLI_VERSION ($("$DOCKER_CLI" --version 2>&1 || true)): put a newer one on the PATH"
}

# In a folder of its own.
download_docker_cli() {
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || { printf 'no Debian mirror among the sources of this machine\n'; return 1; }
    make_apt_configuration "$mirror" "$(pwd)"
    apt-get -c apt.conf update && apt-get -c apt.conf download docker-cli && dpkg -x docker-cli_*.deb package
}

# The one that this machine has its own packages from.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sort -u | head -n 1
}

# The machine's proxies and credentials hold, its sources, pins and hooks do not.
make_apt_configuration() {
    mkdir -p lists/partial cache/archives/partial none
    : >status
    cat >sid.sources <<END
Types: deb
URIs: $1
Suites: sid
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
END
    cat >apt.conf <<END
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::sourcelist "$2/sid.sources";
Dir::Etc::sourceparts "$2/none";
Dir::Etc::preferences "$2/none/preferences";
Dir::Etc::preferencesparts "$2/none";
Dir::State::lists "$2/lists";
Dir::State::status "$2/status";
Dir::Cache "$2/cache";
Acquire::AllowInsecureRepositories "false";
APT::Get::AllowUnauthenticated "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
END
}
