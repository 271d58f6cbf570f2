package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.acceptance.fixture.Command;
import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.EngineSocket;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Result;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Tar;
import dev.davit.acceptance.fixture.Web;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A platform with --userns-remap, beside the usual one. */
@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserNamespaceIT {

    private Platform remapped;
    private DockerCli docker;
    private String running = "";
    private long root;

    @BeforeAll
    void start(Platform usual) throws IOException {
        assumeTrue(usual.isOwn(), "a second platform is ours too");
        remapped = Platform.second("--userns-remap", "default");
        remapped.up();
        remapped.loadBusybox();
        docker = remapped.docker();
        root = firstOf("/etc/subuid");
        running = docker.containerName();
        docker.ok("run", "-d", "--name", running, "-v", docker.volumeName() + ":/vol", "busybox", "sleep", "1000");
    }

    private static long firstOf(String file) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith("dockremap:"))
                    .mapToLong(line -> Long.parseLong(line.split(":")[1]))
                    .min()
                    .orElseThrow();
        }
    }

    @AfterAll
    void stop() {
        if (remapped != null) {
            remapped.close();
        }
    }

    private String in(String container, String script) {
        return docker.ok("exec", container, "sh", "-c", script);
    }

    @Test
    void rootOfTheContainerIsASubordinateUserOfTheHost() throws IOException {
        assertThat(in(running, "id -u; cat /proc/self/uid_map").split("\\s+"))
                .containsExactly("0", "0", Long.toString(root), "65536");
        assertThat(Files.getAttribute(Path.of("/proc/" + docker.pid(running)), "unix:uid"))
                .isEqualTo((int) root);
        assertThat(docker.ok("exec", "-u", "app", running, "id")).startsWith("uid=1000(app) gid=1000(app)");
        assertThat(docker.ok("info", "--format", "{{.SecurityOptions}}")).contains("name=userns");
    }

    @Test
    void filesBelongToTheContainersUsers() {
        String script = "stat -c %u:%g / /etc/layer /home/app /etc/hosts; touch /tmp/new && stat -c %u /tmp/new;"
                + " chown 1000 /etc/layer && stat -c %u /etc/layer; test -c /dev/null && echo x > /dev/null; head -n 1"
                + " /sys/class/net/lo/ifindex";

        assertThat(docker.ok("run", "--rm", "busybox", "sh", "-c", script))
                .isEqualTo("0:0\n0:0\n1000:1000\n0:0\n0\n1000\n1");
        assertThat(docker.ok("run", "--rm", "-u", "app", "busybox", "sh", "-c", "tail -n 1 /etc/hosts; id -u"))
                .endsWith("1000");
    }

    @Test
    void volumeIsWrittenByTheSubordinateUser() throws IOException {
        in(running, "touch /vol/made");
        Path data = Path.of(docker.inspect(running).at("/Mounts/0/Source").asString());

        assertThat(Files.getAttribute(data, "unix:uid")).isEqualTo((int) root);
        assertThat(Files.getAttribute(data.resolve("made"), "unix:uid")).isEqualTo((int) root);
    }

    @Test
    void rootOfTheContainerIsNobodyToTheHostsFiles(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "of the host's root");
        Command.run("chmod", "600", secret.toString());
        String attack = "cat /host/secret; echo changed > /host/secret; rm /host/secret; touch /host/made; chown 0"
                + " /host/secret; chmod 777 /host/secret; mknod /tmp/disk b 254 0; mount -t tmpfs none /tmp; true";

        Result result = docker.run("run", "--rm", "-v", folder + ":/host", "busybox", "sh", "-c", attack);

        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines().filter(line -> line.contains("denied") || line.contains("not permitted")))
                .hasSize(8);
        assertThat(secret).hasContent("of the host's root");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void copiesHaveTheContainersOwners() throws IOException {
        byte[] tar = Tar.of(content -> content.ownedFolder("/given", 0755, 1000));
        for (String folder : List.of("/tmp", "/vol")) {
            docker.runWithInput(tar, "cp", "-a", "-", running + ":" + folder).ok();

            assertThat(in(running, "stat -c %u:%g " + folder + "/given")).isEqualTo("1000:1000");
            assertThat(owners(docker.run("cp", running + ":" + folder + "/given", "-")))
                    .containsEntry("given/", "1000:1000");
        }
        String stopped = docker.containerName();
        docker.ok("create", "--name", stopped, "busybox", "stat", "-c", "%u", "/given");
        docker.runWithInput(tar, "cp", "-a", "-", stopped + ":/").ok();
        assertThat(docker.ok("start", "-a", stopped)).isEqualTo("1000");
        assertThat(docker.ok("diff", stopped)).contains("A /given");
    }

    private static Map<String, String> owners(Result archive) throws IOException {
        Map<String, String> owners = new HashMap<>();
        byte[] bytes = archive.stdout().getBytes(StandardCharsets.ISO_8859_1);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                owners.put(entry.getName(), entry.getLongUserId() + ":" + entry.getLongGroupId());
            }
        }
        return owners;
    }

    @Test
    void publishedPortAnswersAndRootMayConfigureTheNetwork() {
        String name = docker.containerName();
        int port = Platform.freePort();
        String script =
                "ip link set eth0 mtu 1400 && cat /sys/class/net/eth0/mtu > /tmp/index.html; exec httpd -f -p 80"
                        + " -h /tmp";
        docker.ok(
                "run",
                "-d",
                "--name",
                name,
                "--cap-add",
                "NET_ADMIN",
                "-p",
                port + ":80",
                "busybox",
                "sh",
                "-c",
                script);

        assertThat(Web.get("127.0.0.1", port)).isEqualTo("1400\n");
    }

    @Test
    void namespacesAreSharedByContainersOfTheSameIds() {
        assertThat(docker.ok("run", "--rm", "--net", "container:" + running, "busybox", "cat", "/proc/self/uid_map"))
                .contains(Long.toString(root));
        assertThat(docker.ok("run", "--rm", "--pid", "container:" + running, "busybox", "ps"))
                .contains("sleep 1000");
        String host = docker.containerName();
        docker.ok("run", "-d", "--name", host, "--userns", "host", "busybox", "sleep", "1000");
        assertThat(docker.run("run", "--rm", "--net", "container:" + host, "busybox", "true")
                        .stderr())
                .contains("cannot share a namespace of container " + host);
    }

    @Test
    void terminalLimitsAndRestart() {
        String name = docker.containerName();
        try (Session shell = docker.onTerminal(
                "run", "-it", "--name", name, "--memory", "64m", "--ulimit", "nofile=100:200", "busybox", "sh")) {
            shell.awaitOutput("/ # ").send("tty; ulimit -Hn; exit 3\n").awaitOutput("/dev/pts/0\r\n200\r\n");
            assertThat(shell.awaitEnd().exitCode()).isEqualTo(3);
        }
        String again = docker.containerName();
        docker.ok("run", "-d", "--name", again, "busybox", "sh", "-c", "touch /tmp/run-$(ls /tmp | wc -l); sleep 1000");
        docker.ok("restart", "-t", "0", again);
        assertThat(in(again, "stat -c %u /tmp/run-0")).isEqualTo("0");
    }

    @Test
    void hostsUserNamespaceIsThereForWhoAsks() {
        String script = "cat /proc/self/uid_map; stat -c %u /etc/layer";

        assertThat(docker.ok("run", "--rm", "--userns", "host", "--privileged", "busybox", "sh", "-c", script)
                        .split("\\s+"))
                .containsExactly("0", "0", "4294967295", "0");
    }

    @Test
    void whatNeedsTheHostsUserNamespaceIsRefused() {
        assertRefused(
                "privileged mode is incompatible with user namespaces.  You must run the container in the host namespace"
                        + " when running privileged mode",
                "--privileged");
        assertRefused("cannot share the host's network namespace when user namespaces are enabled", "--net=host");
        assertRefused("cannot share the host PID namespace when user namespaces are enabled", "--pid=host");
    }

    private void assertRefused(String message, String option) {
        Result result = docker.run("run", "--rm", option, "busybox", "true");

        assertThat(result.stderr()).contains("Error response from daemon: " + message + "\n");
        assertThat(result.exitCode()).isEqualTo(125);
    }

    /** The command line knows no such word, the API does. */
    @Test
    void privateUserNamespaceIsThereWithoutRemapToo(Platform usual) {
        String name = usual.docker().containerName();
        String spec =
                "{\"Image\":\"busybox\",\"Cmd\":[\"cat\",\"/proc/self/uid_map\"],\"HostConfig\":{\"UsernsMode\":\"%s\"}}";

        EngineSocket.Answer made = usual.api().post("/containers/create?name=" + name, spec.formatted("private"));

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(usual.docker().inspect(name).at("/HostConfig/UsernsMode").asString())
                .isEqualTo("private");
        assertThat(usual.docker().ok("start", "-a", name)).contains(Long.toString(root));
        assertThat(usual.api().post("/containers/create", spec.formatted("odd")).message())
                .isEqualTo("invalid USER mode: odd");
    }

    @Test
    void launcherRefusesWhoHasNoRanges() {
        assertThat(remapped.davit("up", "--userns-remap", "nosuch").stderr())
                .contains("userns-remap: there is no user 'nosuch'");
        assertThat(remapped.davit("up", "--userns-remap", "daemon").stderr())
                .contains("userns-remap: 'daemon' has no range in /etc/subuid");
    }
}
