package dev.davit.acceptance.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.acceptance.fixture.DockerCli;
import dev.davit.acceptance.fixture.OnDavit;
import dev.davit.acceptance.fixture.Platform;
import dev.davit.acceptance.fixture.Procfs;
import dev.davit.acceptance.fixture.Session;
import dev.davit.acceptance.fixture.Wait;
import dev.davit.acceptance.fixture.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A web server with every option of the README's long example. */
@OnDavit
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebContainerIT {

    private final DockerCli docker;
    private final int port = Platform.freePort();
    private String name = "";
    private String volume = "";
    private Path host = Path.of("");

    WebContainerIT(DockerCli docker) {
        this.docker = docker;
    }

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        host = Files.createDirectory(folder.resolve("shared"));
        name = docker.containerName();
        volume = docker.volumeName();
        Files.writeString(host.resolve("from-host"), "of the host\n");
        docker.ok(
                "run",
                "-d",
                "--name",
                name,
                "-p",
                port + ":80",
                "-v",
                volume + ":/data",
                "-v",
                host + ":/host:ro",
                "-e",
                "A=b",
                "-w",
                "/data",
                "-u",
                "1000:1000",
                "-m",
                "64m",
                "--cpus",
                "0.5",
                "busybox",
                "httpd",
                "-f",
                "-vv",
                "-p",
                "80");
        docker.ok("exec", "-u", "0", name, "sh", "-c", "echo served > index.html");
    }

    private Procfs process() {
        return new Procfs(docker.pid(name));
    }

    @Test
    void publishedPortAnswersOnTheHost() {
        assertThat(Web.get("127.0.0.1", port)).isEqualTo("served\n");
    }

    @Test
    void processRunsAsTheUserWithoutCapabilities() {
        Map<String, String> status = process().status();

        assertThat(status)
                .containsEntry("Uid", "1000 1000 1000 1000")
                .containsEntry("Gid", "1000 1000 1000 1000")
                .containsEntry("CapEff", "0000000000000000")
                .containsEntry("CapBnd", "00000000a80425fb")
                .containsEntry("Seccomp", "2");
        assertThat(status.get("NSpid")).endsWith(" 1");
    }

    @Test
    void processHasEnvironmentAndWorkingDirectory() {
        assertThat(process().environment()).contains("A=b", "HOME=/home/app");
        assertThat(process().workingDirectory()).isEqualTo("/data");
    }

    @Test
    void cgroupHasTheLimits() {
        assertThat(process().cgroup("memory", "memory.limit_in_bytes", "memory.max"))
                .isEqualTo("67108864");
        assertThat(process().cgroup("cpu", "cpu.cfs_quota_us", "cpu.max")).isIn("50000", "50000 100000");
        assertThat(process().cgroup("pids", "cgroup.procs", "cgroup.procs").lines())
                .contains(Long.toString(docker.pid(name)));
    }

    @Test
    void mountsAreThereAndTheReadOnlyOneIs() {
        assertThat(process().mountOptions("/data")).contains("rw");
        assertThat(process().mountOptions("/host")).contains("ro");
        assertThat(docker.ok("exec", name, "cat", "/host/from-host")).isEqualTo("of the host");
        assertThat(docker.run("exec", "-u", "0", name, "touch", "/host/x").stderr())
                .isEqualTo("touch: /host/x: Read-only file system\n");
    }

    @Test
    void namespacesAreItsOwn() {
        Procfs own = new Procfs(ProcessHandle.current().pid());

        for (String kind : new String[] {"pid", "net", "mnt", "ipc", "uts"}) {
            assertThat(process().namespace(kind)).as(kind).isNotEqualTo(own.namespace(kind));
        }
    }

    @Test
    void inspectTellsWhatWasAskedFor() {
        JsonNode web = docker.inspect(name);

        assertThat(web.path("Name").asString()).isEqualTo("/" + name);
        assertThat(web.at("/Config/Image").asString()).isEqualTo("busybox");
        assertThat(web.at("/Config/User").asString()).isEqualTo("1000:1000");
        assertThat(web.at("/Config/WorkingDir").asString()).isEqualTo("/data");
        assertThat(web.at("/Config/Env").valueStream().map(JsonNode::asString)).contains("A=b");
        assertThat(web.at("/Config/Cmd").valueStream().map(JsonNode::asString))
                .containsExactly("httpd", "-f", "-vv", "-p", "80");
        assertThat(web.path("Path").asString()).isEqualTo("httpd");
        assertThat(web.at("/HostConfig/Memory").asLong()).isEqualTo(67108864);
        assertThat(web.at("/HostConfig/NanoCpus").asLong()).isEqualTo(500_000_000);
        assertThat(web.at("/HostConfig/Binds").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(volume + ":/data", host + ":/host:ro"); // the client mixes them
        assertThat(web.at("/State/Status").asString()).isEqualTo("running");
        assertThat(web.at("/State/Running").asBoolean()).isTrue();
        assertThat(web.at("/NetworkSettings/Ports/80~1tcp/0/HostPort").asString())
                .isEqualTo(Integer.toString(port));
        assertThat(web.at("/NetworkSettings/Networks/bridge/IPAddress").asString())
                .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }

    @Test
    void inspectTellsTheMounts() {
        JsonNode mounts = docker.inspect(name).path("Mounts");

        JsonNode data = mountAt(mounts, "/data");
        assertThat(data.path("Type").asString()).isEqualTo("volume");
        assertThat(data.path("Name").asString()).isEqualTo(volume);
        assertThat(data.path("RW").asBoolean()).isTrue();
        JsonNode bind = mountAt(mounts, "/host");
        assertThat(bind.path("Type").asString()).isEqualTo("bind");
        assertThat(bind.path("Source").asString()).isEqualTo(host.toString());
        assertThat(bind.path("RW").asBoolean()).isFalse();
    }

    private static JsonNode mountAt(JsonNode mounts, String destination) {
        return mounts.valueStream()
                .filter(mount -> mount.path("Destination").asString().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void psShowsThePort() {
        String ports = docker.ok("ps", "--filter", "name=" + name, "--format", "{{.Ports}}");

        assertThat(ports).contains("0.0.0.0:" + port + "->80/tcp");
        assertThat(docker.ok("port", name, "80/tcp").lines()).contains("0.0.0.0:" + port);
    }

    @Test
    void topShowsTheProcessByItsPidOnTheHost() {
        String[] lines = docker.ok("top", name).split("\n");

        assertThat(lines[0].split("\\s+")).containsExactly("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");
        assertThat(lines).hasSize(2);
        assertThat(lines[1].split("\\s+")[1]).isEqualTo(Long.toString(docker.pid(name)));
        assertThat(lines[1]).endsWith("httpd -f -vv -p 80");
    }

    @Test
    void statsShowMemoryOfItsLimitAndProcesses() {
        Web.get("127.0.0.1", port);

        JsonNode stats = docker.json("stats", "--no-stream", "--format", "json", name);

        assertThat(stats.path("Name").asString()).isEqualTo(name);
        assertThat(stats.path("MemUsage").asString()).matches("[0-9.]+[KM]iB / 64MiB");
        assertThat(stats.path("PIDs").asString()).isEqualTo("1");
        assertThat(stats.path("CPUPerc").asString()).matches("\\d+\\.\\d\\d%");
        assertThat(stats.path("NetIO").asString()).doesNotStartWith("0B");
    }

    @Test
    void logsShowTheRequestWhileTheyAreFollowed() {
        try (Session logs = docker.start("logs", "-f", name)) {
            Web.get("127.0.0.1", port);

            Wait.until("the request is logged", () -> logs.stderr().contains("url:/"));
            assertThat(docker.run("logs", name).stderr()).contains("url:/");
        }
    }
}
