#!/usr/bin/env python3
"""The engine's default seccomp profile in the spec's form, for a container with Docker's capabilities:
docker_profile.py default.rules > profile.json. What the rules mean is said at their head."""
import json
import sys

CAPABILITIES = {"CAP_" + name for name in (
    "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL "
    "AUDIT_WRITE").split()}
allowed, rules = set(), []


def add(names, action="SCMP_ACT_ALLOW", **more):
    rules.append({"names": names, "action": action, **more})


def compare(name, index, operator, value):
    argument = {"index": int(index), "op": operator, "value": int(value)}
    if operator == "SCMP_CMP_MASKED_EQ":
        argument["valueTwo"] = 0  # value is the mask, valueTwo what must remain
    add([name], args=[argument])


for line in open(sys.argv[1], encoding="utf-8"):
    words = line.split("#")[0].split()
    if not words:
        continue
    kind, subject = words[0], words[1].rstrip(":") if len(words) > 1 else ""
    if kind == "@arch":
        allowed.update(words[2:] if subject == "amd64" else [])
    elif kind == "@cap":
        allowed.update(words[2:] if subject in CAPABILITIES else [])
    elif kind == "@args":
        compare(*words[1:5])
    elif kind == "@nocap":
        if subject in CAPABILITIES:
            continue
        if words[2] == "args":
            compare(*words[3:7])
        else:
            add(words[4:], "SCMP_ACT_ERRNO", errnoRet=int(words[3]))
    else:
        allowed.update(words)
add(sorted(allowed))
json.dump({"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1,
           "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], "syscalls": rules}, sys.stdout)
