module davit.dev/seccomp

go 1.17

require github.com/moby/profiles/seccomp v0.2.4
