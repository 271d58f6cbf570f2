#!/usr/bin/env python3
"""Takes each mitigation out of a copy of the sources, and demands that its attack test notices.

mutants.py OUT CC-AND-FLAGS... : OUT holds the objects of the release build. A mutant is named for its attack
in it_5_attacks.sh; its change is either code put at the beginning of a function, or a replacement of text.
The release build knows nothing of this; a change that no longer fits the sources is an error."""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = {path: path.read_text() for path in sorted((HERE.parent / "src").glob("*.c"))}


# The seam to the kernel, as in the Makefile.
WRAPPED = [f"-Wl,--wrap={name}" for name in ("syscall", "prctl", "chroot", "chdir", "fchdir")]


def begin(function, code):
    """The function's body begins with this."""
    return re.compile(r"^(?:static )?[\w ]+[ *]" + function + r"\((?:[^;{}])*\)\n\{\n", re.M), lambda m: m.group(0) + code + "\n"


def text(old, new):
    return re.compile(old), lambda m: new


PATH_OF = """	char base[64], at[8192]; snprintf(base, sizeof(base), "/proc/self/fd/%d", {0});
	ssize_t n_ = readlink(base, at, 4096); if (n_ < 0) n_ = 0; at[n_] = 0;
"""
MUTANTS = [  # attack, the CVE its message names, changes
    ("tracing", "2016-9962", [text(r"PR_SET_DUMPABLE, 0, ", "PR_SET_DUMPABLE, 1, ")]),
    ("descriptors", "2024-21626", [begin("close_descriptors", "	return 0;")]),
    ("cwd", "2024-21626", [begin("verify_cwd", "	return 0;")]),
    ("seal", "2019-5736", [begin("self_seal", "	return 0;")]),
    ("proc_link", "2019-19921", [begin("needs_real_directory", "	return false;")]),
    ("fake_proc", "2019-16884", [begin("check_proc_destination", "	return 0;")]),
    ("link_outside", "2019-18837", [begin("resolve", PATH_OF.format("root") + """
	strcat(at, "/"); strcat(at, path); (void)limits; return open(at, flags | O_CLOEXEC);""")]),
    ("swapped_volume", "2021-30465", [begin("mount_attach", PATH_OF.format("target") + """
	return sys_move_mount(tree, "", AT_FDCWD, at, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS);"""),
                                      text(r'(?m)^#include "mounts.h"$', '#include <unistd.h>\n#include "mounts.h"')]),
    ("mkdir_race", "2024-45310", [begin("make_directories_following", PATH_OF.format("root") + """
	strcat(at, path);
	for (char *c = at + n_ + 1; *c; c++)
		if (*c == '/') { *c = 0; mkdirat(AT_FDCWD, at, mode); *c = '/'; }
	mkdirat(AT_FDCWD, at, mode);
	return open(at, O_PATH | O_CLOEXEC);""")]),
    ("null", "2025-31133", [begin("open_null", '	return open("/dev/null", O_PATH | O_CLOEXEC);')]),
    ("stdio_null", "2025-31133", [begin("replace_null", "	return 0;")]),
    ("console", "2025-52565", [text(r"mount_copy\(slave, false, e\)", 'mount_copy(open_in_root(root, "/dev/pts/0", O_PATH), false, e)')]),
    ("procfs_write", "2025-52881", [begin("open_in_procfs", "	return open_in_root_no_links(proc, path, flags);")]),
    ("dev_link", "2026-41579", [begin("open_dev", '	return open_in_root(root, "/dev", O_PATH | O_DIRECTORY);')]),
    ("release_agent", "2022-0492", [text(r"return unshare\(CLONE_NEWCGROUP\);", "return 0;")]),
    ("cgroup_write", "2023-25809", [begin("hierarchy_mount", "	attributes &= ~(uint64_t)MOUNT_ATTR_RDONLY;")]),
    ("inheritable", "2022-29162", [begin("add_caps", "	caps->inheritable |= more;")]),
    ("caller_caps", "2022-29162", [text(r"caps->inheritable & mine", "mine")]),
    ("groups", "2022-36109", [text(r"syscall\(SYS_setgroups, process->group_count, process->groups\) != 0", "0")]),
    ("exec_user", "2026-30892", [begin("parse_exec_user", "	process->uid = (uid_t)strtoul(text, NULL, 10); process->gid = 0; return 0;"),
                                 text(r'(?m)^#include "cmd_options.h"$(?=\n#include "exec.h")', '#include <stdlib.h>\n#include "cmd_options.h"')]),
    ("big_user", "2024-40635", [begin("read_id", """	uint64_t any = 0;
	bool given = read_uint(r, object, where, key, &any); *value = (uint32_t)any; return given;""")]),
    ("huge_passwd", "2026-47262", [text(r"PASSWD_LIMIT = 4 \* 1024 \* 1024", "PASSWD_LIMIT = 1 << 30")]),
    ("socket", "2020-15257", [text(r"umask\(0177\)(?=;\n\tbool good = fd >= 0 && bind\(.*\n\tumask\(old\);\n\tif \(good\)\n\t\treturn fd;\n\terror_errno\(e, \"listen on)", "umask(0)")]),
    ("socket", "2020-15257", [begin("may_connect", "	return true;")]),
    ("socket", "2020-15257", [text(r"strcpy\(address.sun_path, path\);(?=\n\tunlink\(path\);)", "strcpy(address.sun_path + 1, path);")]),
    ("state", "2024-25621", [text(r"mkdirat\(root, id, 0700\)", "mkdirat(root, id, 0777)")]),
    ("loose_state", "2024-25621", [text(r" && !\(status.st_mode & 022\)", "")]),
    ("unit", "arena_refuses_lengths", [text(r"if \(size != 0 && count > SIZE_MAX / size\)", "if (0)")]),
    ("leaks", "2025-64329", [text(r"(?<=monitor_unwatch\(&client->watch\);\n)\tclose_fd\(&client->watch.fd\);", "")]),
    ("exec_output", "2022-31030", [begin("attach_lagging", "	return false;")]),
]


def build(number, changes, out, compiler):
    directory = out / "mutants" / str(number)
    directory.mkdir(parents=True, exist_ok=True)
    changed = {}
    for pattern, replacement in changes:
        hits = 0
        for path, original in SOURCES.items():
            mutated, count = pattern.subn(replacement, changed.get(path, original))
            if count:
                hits += count
                changed[path] = mutated
        if not hits or (hits > 1 and pattern.pattern.startswith("^(?:static")):
            sys.exit(f"mutants.py: {hits} places in the sources fit {pattern.pattern!r}")
    objects = {path.stem: out / "obj" / f"{path.stem}.o" for path in SOURCES}
    for path, content in changed.items():
        copy = directory / path.name
        copy.write_text(content)
        objects[path.stem] = directory / f"{path.stem}.o"
        subprocess.run([*compiler, "-w", f"-I{HERE.parent / 'src'}", "-c", "-o", objects[path.stem], copy], check=True)
    runtime = directory / "davit-runtime"
    subprocess.run([*compiler, "-w", "-static", "-no-pie", "-o", runtime, *objects.values()], check=True)
    return runtime


def unit(number, changes, out, compiler):
    """The unit tests, with the mutant's objects, by the compiler of the release build."""
    build(number, changes, out, compiler)
    directory = out / "mutants" / str(number)
    tests = [path for path in HERE.glob("*.c") if path.stem in ("unit", "fake_sys") or path.stem.startswith("test_")]
    objects = [directory / f"{path.stem}.o" if (directory / f"{path.stem}.o").exists() else out / "obj" / f"{path.stem}.o"
               for path in SOURCES if path.stem != "main" and not path.stem.startswith("cmd_")]
    program = directory / "unit"
    subprocess.run([*compiler, "-w", f"-I{HERE.parent / 'src'}", f"-I{HERE}", *WRAPPED, "-static", "-no-pie", "-o", program,
                    *tests, *objects], check=True)
    run = subprocess.run(["timeout", "60", program], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return run.returncode, run.stdout


def survives(number, attack, cve, changes, out, compiler):
    if attack == "unit":
        code, output = unit(number, changes, out, compiler)
        return None if code and cve in output else f"SURVIVED {cve}:\n{output}\n"
    runtime = build(number, changes, out, compiler)
    environment = {**os.environ, "TESTS": "5", "ATTACKS": attack}
    run = subprocess.run(["timeout", "-k", "5", "60", HERE / "integration.sh", runtime, out / "client"], env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    noticed = [line for line in run.stdout.splitlines() if line.startswith("FAILED") and cve in line]
    return None if noticed and run.returncode else f"SURVIVED {attack} ({cve}) without its mitigation:\n{run.stdout}"


def main():
    out, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:]
    wanted = os.environ.get("ATTACKS", "").split()
    chosen = [(i, *mutant) for i, mutant in enumerate(MUTANTS) if not wanted or mutant[0] in wanted]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        survivors = [s for s in pool.map(lambda mutant: survives(*mutant, out, compiler), chosen) if s]
    print("".join(survivors) + f"{len(chosen) - len(survivors)} of {len(chosen)} mutants were noticed")
    return 1 if survivors else 0


sys.exit(main())
