#!/usr/bin/env python3
"""Seccomp profiles in the spec's form: profiles.py PROFILE amd64|arm64 CAPABILITIES > profile.json

PROFILE is the engine's default.rules (its head says what the lines mean) or one in Docker's form. CAPABILITIES is a
list with commas, without CAP_."""
import json
import sys

ARCHITECTURES = {"amd64": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
                 "arm64": ["SCMP_ARCH_AARCH64"]}


def comparison(name, index, operator, value):
    argument = {"index": int(index), "op": operator, "value": int(value)}
    if operator == "SCMP_CMP_MASKED_EQ":
        argument["valueTwo"] = 0
    return {"names": [name], "action": "SCMP_ACT_ALLOW", "args": [argument]}


def from_rules(path, arch, capabilities):
    allowed, rules = set(), []
    for line in open(path, encoding="utf-8"):
        words = line.split("#")[0].split()
        if not words:
            continue
        kind, subject = words[0], words[1].rstrip(":") if len(words) > 1 else ""
        if kind == "@arch":
            allowed.update(words[2:] if subject == arch else [])
        elif kind == "@cap":
            allowed.update(words[2:] if subject in capabilities else [])
        elif kind == "@args":
            rules.append(comparison(*words[1:5]))
        elif kind == "@nocap":
            if subject in capabilities:
                continue
            if words[2] == "args":
                rules.append(comparison(*words[3:7]))
            else:
                rules.append({"names": words[4:], "action": "SCMP_ACT_ERRNO", "errnoRet": int(words[3])})
        else:
            allowed.update(words)
    # A name without condition makes its conditional rules void.
    rules = [rule for rule in rules if "args" not in rule or rule["names"][0] not in allowed]
    rules.append({"names": sorted(allowed), "action": "SCMP_ACT_ALLOW"})
    return {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 1, "syscalls": rules}


def from_docker(path, arch, capabilities):
    given = json.load(open(path, encoding="utf-8"))

    def applies(rule):
        includes, excludes = rule.get("includes") or {}, rule.get("excludes") or {}
        return (all(c in capabilities for c in includes.get("caps", []))
                and not any(c in capabilities for c in excludes.get("caps", []))
                and (not includes.get("arches") or arch in includes["arches"])
                and arch not in excludes.get("arches", []))

    rules = []
    for rule in given["syscalls"]:
        if applies(rule):
            kept = {key: rule[key] for key in ("names", "action", "errnoRet", "args") if rule.get(key) is not None}
            kept.setdefault("names", [rule["name"]] if "name" in rule else [])
            rules.append(kept)
    return {"defaultAction": given["defaultAction"], "syscalls": rules,
            **({"defaultErrnoRet": given["defaultErrnoRet"]} if "defaultErrnoRet" in given else {})}


def main():
    path, arch, names = sys.argv[1:4]
    capabilities = {"CAP_" + name for name in names.split(",") if name}
    profile = (from_rules if path.endswith(".rules") else from_docker)(path, arch, capabilities)
    json.dump({**profile, "architectures": ARCHITECTURES[arch]}, sys.stdout)


main()
