#!/bin/sh
# Builds runtime-tools' validation programs and runtimetest into a folder: build.sh FOLDER
# go.mod names the version, go.sum what it must hash to. Debian 12's Go is older than the suite wants; it can fetch
# a newer one, which is a module like any other.
set -eu
mkdir -p "$1"
folder=$(readlink -f "$1")
cd "$(dirname "$(readlink -f "$0")")"
suite=github.com/opencontainers/runtime-tools
toolchain=golang.org/toolchain@v0.0.1-go1.24.9.linux-amd64
export CGO_ENABLED=0 GOTOOLCHAIN=local GOFLAGS=-mod=readonly

command -v go > /dev/null || { echo "the validation suite needs Go: apt-get install golang-go" >&2; exit 1; }
minor=$(go env GOVERSION | sed 's/^go1\.\([0-9]*\).*/\1/')
if [ "$minor" -lt 21 ]; then
	GOROOT=$(cd / && GOFLAGS='' go mod download -json "$toolchain" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
	[ -d "$GOROOT" ] || { echo "Go 1.$minor is too old, and $toolchain cannot be fetched" >&2; exit 1; }
	chmod +x "$GOROOT/bin/"* "$GOROOT/pkg/tool/"*/*
	export GOROOT
	PATH=$GOROOT/bin:$PATH
fi
go build -ldflags '-s -w' -o "$folder/" "$suite/validation/..." "$suite/cmd/runtimetest"
cp -f "$(go list -m -f '{{.Dir}}' "$suite")"/rootfs-*.tar.gz "$folder/"
touch "$folder/.built"
