package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Procfs;
import dev.davit.acceptance.fixture.Result;
import org.junit.jupiter.api.Test;

/** What a process finds around it in a container. */
@OnDavit
class ProcessIT {

    private final DockerCli docker;

    ProcessIT(DockerCli docker) {
        this.docker = docker;
    }

    private String shell(String script, String... options) {
        return run(script, options).ok();
    }

    private Result run(String script, String... options) {
        String[] arguments = new String[options.length + 6];
        arguments[0] = "run";
        arguments[1] = "--rm";
        System.arraycopy(options, 0, arguments, 2, options.length);
        arguments[options.length + 2] = "busybox";
        arguments[options.length + 3] = "sh";
        arguments[options.length + 4] = "-c";
        arguments[options.length + 5] = script;
        return docker.run(arguments);
    }

    @Test
    void processIsTheFirstAndSeesOnlyItsOwnNamespace() {
        assertThat(shell("echo $$; ls -d /proc/[0-9]*")).isEqualTo("1\n/proc/1");
    }

    @Test
    void environmentIsOfImageThenOfRequest() {
        assertThat(shell("env | sort", "-e", "A=b", "-e", "EMPTY=", "--hostname", "h1"))
                .isEqualTo("A=b\nEMPTY=\nHOME=/root\nHOSTNAME=h1\n"
                        + "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nPWD=/\nSHLVL=1");
    }

    @Test
    void workingDirectoryIsMadeWhenItIsMissing() {
        assertThat(shell("pwd; stat -c %u:%a .", "-w", "/made/here")).isEqualTo("/made/here\n0:755");
    }

    @Test
    void userMayBeNameOrNumbersAndHomeFollows() {
        assertThat(shell("id; echo $HOME", "-u", "app"))
                .isEqualTo("uid=1000(app) gid=1000(app) groups=1000(app)\n/home/app");
        assertThat(shell("id; echo $HOME", "-u", "1234:5678")).isEqualTo("uid=1234 gid=5678 groups=5678\n/");
    }

    @Test
    void unknownUserFailsAndIsNamed() {
        Result result = run("true", "-u", "nosuchuser");

        assertThat(result.exitCode()).isIn(125, 126);
        assertThat(result.stderr()).contains("unable to find user nosuchuser: no matching entries in passwd file");
    }

    @Test
    void capabilitiesAreDockersFourteen() {
        assertThat(shell("grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | tr -d '\\t'"))
                .isEqualTo("CapInh:0000000000000000\nCapPrm:00000000a80425fb\nCapEff:00000000a80425fb\n"
                        + "CapBnd:00000000a80425fb\nCapAmb:0000000000000000");
    }

    @Test
    void capabilitiesAreDroppedAndAdded() {
        String bounding = "sed -n 's/CapBnd:.//p' /proc/self/status";

        assertThat(shell(bounding, "--cap-drop", "ALL")).isEqualTo("0000000000000000");
        assertThat(shell(bounding, "--cap-drop", "ALL", "--cap-add", "NET_ADMIN"))
                .isEqualTo("0000000000001000");
        assertThat(shell(bounding, "--cap-drop", "CHOWN")).isEqualTo("00000000a80425fa");
    }

    @Test
    void systemCallsAreFilteredUnlessUnconfined() {
        String mode = "sed -n 's/Seccomp:.//p' /proc/self/status";

        assertThat(shell(mode)).isEqualTo("2");
        assertThat(shell(mode, "--security-opt", "seccomp=unconfined")).isEqualTo("0");
        assertThat(run("unshare -m true").stderr()).contains("Operation not permitted");
    }

    @Test
    void noNewPrivilegesIsSetOnDemand() {
        String flag = "sed -n 's/NoNewPrivs:.//p' /proc/self/status";

        assertThat(shell(flag)).isEqualTo("0");
        assertThat(shell(flag, "--security-opt", "no-new-privileges")).isEqualTo("1");
    }

    @Test
    void kernelSettingsAreReadOnlyAndSecretsMasked() {
        Result write = run("echo changed > /proc/sys/kernel/domainname");

        assertThat(write.stderr()).contains("can't create /proc/sys/kernel/domainname: Read-only file system");
        assertThat(shell("cat /proc/keys /proc/timer_list /proc/kcore 2>/dev/null | wc -c; ls -A /sys/firmware"))
                .isEqualTo("0");
        assertThat(run("d=/sys/fs/cgroup/memory; mkdir $([ -d $d ] && echo $d || dirname $d)/x")
                        .stderr())
                .contains("Read-only file system");
    }

    @Test
    void rootFileSystemIsReadOnlyOnDemand() {
        Result touch = run("touch /x", "--read-only");

        assertThat(touch.stderr()).isEqualTo("touch: /x: Read-only file system\n");
        assertThat(touch.exitCode()).isEqualTo(1);
        assertThat(shell("touch /t/x; ls /t", "--read-only", "--tmpfs", "/t")).isEqualTo("x");
    }

    @Test
    void devicesAreTheStandardOnes() {
        assertThat(shell("cd /dev; ls -d null zero full random urandom tty ptmx pts shm mqueue fd stdin stdout stderr"
                        + " | sort | tr '\\n' ' '"))
                .isEqualTo("fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero");
        assertThat(shell("head -c 3 /dev/zero | wc -c; df -m /dev/shm | tail -1 | awk '{print $2}'"))
                .isEqualTo("3\n64");
    }

    @Test
    void hostNameIsTheShortIdUnlessGiven() {
        String name = docker.containerName();
        String hostname = docker.ok("run", "--name", name, "busybox", "hostname");

        assertThat(docker.inspect(name).path("Id").asString()).startsWith(hostname);
        assertThat(hostname).hasSize(12);
        assertThat(shell("hostname; grep -c given /etc/hosts; cat /etc/hostname", "--hostname", "given"))
                .isEqualTo("given\n1\ngiven");
    }

    @Test
    void resourceLimitsAreSet() {
        assertThat(shell("ulimit -n; ulimit -c", "--ulimit", "nofile=100:200", "--ulimit", "core=0"))
                .isEqualTo("100\n0");
    }

    @Test
    void privilegedGetsEveryCapabilityOfTheHost() {
        String host = new Procfs(ProcessHandle.current().pid()).status().get("CapBnd");

        assertThat(shell("sed -n 's/CapBnd:.//p' /proc/self/status", "--privileged"))
                .isEqualTo(host);
    }

    @Test
    void entrypointOfRequestReplacesThatOfImage() {
        assertThat(docker.ok("run", "--rm", "--entrypoint", "echo", "busybox", "one", "two"))
                .isEqualTo("one two");
    }

    @Test
    void memoryLimitEndsAGreedyProcess() {
        String name = docker.containerName();
        Result result =
                docker.run("run", "--name", name, "-m", "16m", "--memory-swap", "16m", "busybox", "tail", "/dev/zero");

        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(docker.inspect(name).at("/State/OOMKilled").asBoolean()).isTrue();
    }
}
