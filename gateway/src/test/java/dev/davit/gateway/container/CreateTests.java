package dev.davit.gateway.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.RestartPolicy;
import dev.davit.contracts.network.EndpointSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.fakehost.Cli;
import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreateTests {

    private FakeHost host;
    private Http http;

    @BeforeEach
    void connect() {
        host = FakeHost.get();
        http = new Http(host.socket);
    }

    private ContainerSpec create(String... args) {
        assumeTrue(Cli.isInstalled(), "no docker command on this machine");
        String[] command = new String[args.length + 1];
        command[0] = "create";
        System.arraycopy(args, 0, command, 1, args.length);
        Cli.Result result = new Cli(host.socket).run(command);
        assertThat(result.err()).isEmpty();
        return host.engine.newest().spec;
    }

    private Http.Answer post(String hostConfig) {
        return http.post("/v1.47/containers/create", "{\"Image\":\"busybox\",\"HostConfig\":{" + hostConfig + "}}");
    }

    @Test
    void processIsWhatTheCommandLineSays() {
        ContainerSpec spec = create(
                "-it",
                "-e",
                "A=b",
                "-u",
                "1:2",
                "-w",
                "/w/../x",
                "--entrypoint",
                "sh",
                "-h",
                "name",
                "-l",
                "k=v",
                "--stop-signal",
                "INT",
                "--stop-timeout",
                "3",
                "busybox",
                "-c",
                "true");
        assertThat(spec.image()).isEqualTo("busybox");
        assertThat(spec.process().entrypoint()).containsExactly("sh");
        assertThat(spec.process().command()).containsExactly("-c", "true");
        assertThat(spec.process().env()).containsExactly("A=b");
        assertThat(spec.process().user()).isEqualTo("1:2");
        assertThat(spec.process().workingDir()).isEqualTo("/x");
        assertThat(spec.process().tty()).isTrue();
        assertThat(spec.process().stdinOnce()).isTrue();
        assertThat(spec.hostname()).isEqualTo("name");
        assertThat(spec.labels()).isEqualTo(Map.of("k", "v"));
        assertThat(spec.stopSignal()).isEqualTo("INT");
        assertThat(spec.stopTimeout()).isEqualTo(3);
    }

    @Test
    void emptyEntrypointClearsTheImages() {
        ContainerSpec spec = create("--entrypoint", "", "busybox", "true");
        assertThat(spec.process().entrypoint()).isEmpty();
        assertThat(spec.process().command()).containsExactly("true");
    }

    @Test
    void nothingAskedIsLeftToTheImage() {
        ContainerSpec spec = create("busybox");
        assertThat(spec.process().entrypoint()).isNull();
        assertThat(spec.process().command()).isNull();
        assertThat(spec.hostname()).isNull();
        assertThat(spec.restart()).isEqualTo(RestartPolicy.NO);
        assertThat(spec.network().mode()).isEqualTo("bridge");
        assertThat(spec.log().driver()).isEqualTo("json-file");
    }

    @Test
    void limitsAndSecurityAreWhatTheCommandLineSays() {
        ContainerSpec spec = create(
                "-m",
                "64m",
                "--memory-swap",
                "128m",
                "--cpus",
                "0.5",
                "--cpuset-cpus",
                "0",
                "--pids-limit",
                "9",
                "--ulimit",
                "nofile=10:20",
                "--device",
                "/dev/null:/dev/x:r",
                "--shm-size",
                "1m",
                "--cap-add",
                "NET_ADMIN",
                "--cap-drop",
                "ALL",
                "--read-only",
                "--security-opt",
                "no-new-privileges",
                "--init",
                "--pid",
                "host",
                "--ipc",
                "none",
                "--sysctl",
                "net.core.somaxconn=9",
                "--group-add",
                "5",
                "--restart",
                "on-failure:2",
                "--log-opt",
                "max-size=1m",
                "busybox");
        Resources resources = spec.resources();
        assertThat(resources.memory()).isEqualTo(64L << 20);
        assertThat(resources.memorySwap()).isEqualTo(128L << 20);
        assertThat(resources.nanoCpus()).isEqualTo(500_000_000);
        assertThat(resources.cpusetCpus()).isEqualTo("0");
        assertThat(resources.pidsLimit()).isEqualTo(9);
        assertThat(resources.ulimits()).containsExactly(new Resources.Ulimit("nofile", 10, 20));
        assertThat(resources.devices()).containsExactly(new Resources.Device("/dev/null", "/dev/x", "r"));
        assertThat(resources.shmSize()).isEqualTo(1 << 20);
        assertThat(spec.security().capAdd()).containsExactly("CAP_NET_ADMIN");
        assertThat(spec.security().capDrop()).containsExactly("ALL");
        assertThat(spec.security().readonlyRootfs()).isTrue();
        assertThat(spec.security().init()).isTrue();
        assertThat(spec.security().pidMode()).isEqualTo("host");
        assertThat(spec.security().ipcMode()).isEqualTo("none");
        assertThat(spec.security().sysctls()).isEqualTo(Map.of("net.core.somaxconn", "9"));
        assertThat(spec.restart()).isEqualTo(new RestartPolicy("on-failure", 2));
        assertThat(spec.log().options()).isEqualTo(Map.of("max-size", "1m"));
    }

    @Test
    void mountsAreWhatTheCommandLineSays() {
        ContainerSpec spec = create(
                "-v",
                "/etc:/e:ro,rslave",
                "-v",
                "data:/d:nocopy",
                "-v",
                "/anonymous",
                "--tmpfs",
                "/t:size=1m",
                "--mount",
                "type=tmpfs,dst=/u,tmpfs-size=1m,tmpfs-mode=700",
                "--mount",
                "type=volume,src=v,dst=/v,volume-label=a=b",
                "busybox");
        assertThat(spec.volumes()).containsExactly("/anonymous");
        // The docker command line sends what -v says in an order of chance.
        List<MountSpec> mounts = spec.mounts().stream()
                .sorted(Comparator.comparing(MountSpec::target))
                .toList();
        assertThat(mounts).extracting(MountSpec::target).containsExactly("/d", "/e", "/t", "/u", "/v");
        MountSpec bind = mounts.get(1);
        assertThat(bind.type()).isEqualTo(MountType.BIND);
        assertThat(bind.readOnly()).isTrue();
        assertThat(bind.propagation()).isEqualTo("rslave");
        assertThat(bind.bind()).isEqualTo("/etc:/e:ro,rslave");
        assertThat(mounts.get(0).noCopy()).isTrue();
        assertThat(mounts.get(3).tmpfsOptions()).containsExactly("mode=700", "size=1048576");
        assertThat(mounts.get(4).volumeLabels()).isEqualTo(Map.of("a", "b"));
        assertThat(mounts.get(2).tmpfsOptions()).containsExactly("size=1m");
    }

    @Test
    void networkIsWhatTheCommandLineSays() {
        ContainerSpec spec = create(
                "--network",
                "name=n,alias=web,ip=10.0.0.9,mac-address=02:42:0a:00:00:09",
                "-p",
                "127.0.0.1:80:8080/udp",
                "-p",
                "90",
                "--expose",
                "7",
                "--dns",
                "1.1.1.1",
                "--add-host",
                "a:1.2.3.4",
                "busybox");
        assertThat(spec.network().mode()).isEqualTo("n");
        assertThat(spec.network().endpoints())
                .containsExactly(Map.entry(
                        "n",
                        new EndpointSpec(List.of("web"), List.of(), "10.0.0.9", null, "02:42:0a:00:00:09", Map.of())));
        assertThat(spec.network().ports())
                .containsExactlyInAnyOrder(
                        new PortBinding(8080, "udp", "127.0.0.1", 80), new PortBinding(90, "tcp", "", 0));
        assertThat(spec.network().exposedPorts()).containsExactlyInAnyOrder("8080/udp", "90/tcp", "7/tcp");
        assertThat(spec.network().dns()).containsExactly("1.1.1.1");
        assertThat(spec.network().extraHosts()).containsExactly("a:1.2.3.4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Binds\":[\"a:b:c:d\"]|400|invalid volume specification: 'a:b:c:d'",
                "\"Binds\":[\"/a:ro\"]|400|invalid volume specification: '/a:ro'",
                "\"Binds\":[\"/a:/b:rwz\"]|400|invalid mode: rwz",
                "\"Binds\":[\"/a:/\"]|400|invalid volume specification: '/a:/': invalid mount config for type \"bind\":"
                        + " invalid specification: destination can't be '/'",
                "\"Binds\":[\"/a:b\"]|400|invalid volume specification: '/a:b': invalid mount config for type \"bind\":"
                        + " invalid mount path: 'b' mount path must be absolute",
                "\"Binds\":[\"/a:/b\",\"/c:/b\"]|400|Duplicate mount point: /b",
                "\"Mounts\":[{\"Type\":\"bind\",\"Target\":\"/b\"}]|400|invalid mount config for type \"bind\": field"
                        + " Source must not be empty",
                "\"Memory\":1000|400|Minimum memory limit allowed is 6MB",
                "\"RestartPolicy\":{\"Name\":\"often\"}|400|invalid restart policy: unknown policy 'often'; use one of"
                        + " 'no', 'always', 'on-failure', or 'unless-stopped'",
                "\"CapAdd\":[\"FLY\"]|400|invalid CapAdd: unknown capability: \"CAP_FLY\"",
                "\"PortBindings\":{\"x/tcp\":[]}|400|invalid port specification: \"x\"",
                "\"LogConfig\":{\"Type\":\"carrier-pigeon\"}|400|logger: no log driver named 'carrier-pigeon' is"
                        + " registered",
                "\"AutoRemove\":true,\"RestartPolicy\":{\"Name\":\"always\"}|400|can't create 'AutoRemove' container"
                        + " with restart policy",
                "\"VolumesFrom\":[\"x\"]|501|HostConfig.VolumesFrom is not implemented by Davit yet",
                "\"DeviceRequests\":[{\"Driver\":\"nvidia\"}]|501|HostConfig.DeviceRequests is not implemented by Davit"
                        + " yet",
                "\"BlkioDeviceReadBps\":[{\"Path\":\"/x\",\"Rate\":1}]|501|HostConfig.BlkioDeviceReadBps is not"
                        + " implemented by Davit yet"
            })
    void fieldThatCannotBeHonouredIsRefusedByName(String hostConfig, int status, String message) {
        Http.Answer answer = post(hostConfig);
        assertThat(answer.message()).isEqualTo(message);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void namesOfFieldsMayBeInAnyCaseAndNullIsNothing() {
        Http.Answer answer = http.post("/containers/create", "{\"image\":\"busybox\",\"cmd\":\"true\",\"Tty\":null}");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(host.engine.newest().spec.process().command()).isEqualTo(List.of("true"));
    }

    @Test
    void fieldThatDockerDoesNotKnowIsIgnoredAsThere() {
        assertThat(post("\"InventedField\":1").status()).isEqualTo(201);
    }

    @Test
    void absentImageIsNotFound() {
        Http.Answer answer = http.post("/containers/create", "{\"Image\":\"absent\"}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.message()).isEqualTo("No such image: absent:latest");
    }

    @Test
    void severalNetworksNeedVersion144() {
        String body = "{\"Image\":\"x\",\"NetworkingConfig\":{\"EndpointsConfig\":{\"a\":{},\"b\":{}}}}";
        Http.Answer old = http.post("/v1.43/containers/create", body);
        assertThat(old.status()).isEqualTo(400);
        assertThat(old.message()).isEqualTo("Container cannot be created with multiple network endpoints: a, b");
        assertThat(http.post("/v1.44/containers/create", body).status()).isEqualTo(201);
    }

    @Test
    void inspectShowsWhatWasAskedFor() {
        create("--name", "shown", "-v", "data:/d", "--tmpfs", "/t:size=1m", "-p", "8080:80", "-m", "64m", "busybox");
        Http.Answer answer = http.get("/v1.47/containers/shown/json");
        assertThat(answer.json().at("/Name").asString()).isEqualTo("/shown");
        assertThat(answer.json().at("/HostConfig/Binds/0").asString()).isEqualTo("data:/d");
        assertThat(answer.json().at("/HostConfig/Tmpfs/~1t").asString()).isEqualTo("size=1m");
        assertThat(answer.json()
                        .at("/HostConfig/PortBindings/80~1tcp/0/HostPort")
                        .asString())
                .isEqualTo("8080");
        assertThat(answer.json().at("/HostConfig/Memory").asLong()).isEqualTo(64L << 20);
        assertThat(answer.json().at("/Config/Entrypoint").isNull()).isTrue();
        assertThat(answer.json().at("/State/StartedAt").asString()).isEqualTo("0001-01-01T00:00:00Z");
    }
}
