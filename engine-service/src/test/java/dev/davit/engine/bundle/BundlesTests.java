package dev.davit.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.MountPoint;
import dev.davit.contracts.engine.MountSpec;
import dev.davit.contracts.engine.MountType;
import dev.davit.contracts.network.Sandbox;
import dev.davit.contracts.storage.IdMappings;
import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.container.Definition;
import dev.davit.engine.fixture.Specs;
import dev.davit.engine.host.TestLayouts;
import dev.davit.platform.error.DavitException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BundlesTests {

    private static final UserIds ROOT = new UserIds(0, 0, List.of(10L), "/root");
    private static final UserIds NOBODY = new UserIds(65534, 65534, List.of(), "/");

    @Test
    void processHasDockersEnvironment() throws IOException {
        JsonNode process = config(
                        Specs.command("ls").tty().env("A=1", "PATH=/bin").build(), ROOT)
                .path("process");
        assertThat(strings(process.path("args"))).containsExactly("ls", "-l");
        assertThat(strings(process.path("env"))).containsExactly("PATH=/bin", "TERM=xterm", "A=1", "HOME=/root");
        assertThat(process.path("cwd").asString()).isEqualTo("/");
        assertThat(process.at("/user/additionalGids").valueStream().map(JsonNode::asInt))
                .containsExactly(0, 10);
        assertThat(process.path("capabilities").path("bounding")).hasSize(14);
        assertThat(process.path("capabilities").has("inheritable")).isFalse();
        assertThat(process.path("capabilities").has("ambient")).isFalse();
    }

    @Test
    void nobodyHasNoEffectiveCapability() throws IOException {
        JsonNode capabilities =
                config(Specs.command("ls").build(), NOBODY).path("process").path("capabilities");
        assertThat(capabilities.path("effective")).isEmpty();
        assertThat(capabilities.path("bounding")).hasSize(14);
    }

    @Test
    void limitsAreThoseOfTheRuntimeSpec() throws IOException {
        JsonNode resources = config(
                        Specs.command("ls").limits(64 << 20, 1_500_000_000L, 10).build(), ROOT)
                .path("linux")
                .path("resources");
        assertThat(resources.path("memory").path("limit").asLong()).isEqualTo(64 << 20);
        assertThat(resources.path("cpu").path("quota").asLong()).isEqualTo(150_000);
        assertThat(resources.path("cpu").path("period").asLong()).isEqualTo(100_000);
        assertThat(resources.path("pids").path("limit").asLong()).isEqualTo(10);
        assertThat(resources.path("devices").get(0).path("allow").asBoolean()).isFalse();
    }

    @Test
    void privilegedLiftsWhatConfines() throws IOException {
        JsonNode linux = config(Specs.command("ls").privileged().build(), ROOT).path("linux");
        assertThat(linux.has("seccomp")).isFalse();
        assertThat(linux.has("maskedPaths")).isFalse();
        assertThat(linux.path("resources").path("devices").get(0).path("allow").asBoolean())
                .isTrue();
    }

    @Test
    void confinedHasProfileAndMaskedPaths() throws IOException {
        JsonNode linux = config(Specs.command("ls").build(), ROOT).path("linux");
        assertThat(linux.path("seccomp").path("defaultAction").asString()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(strings(linux.path("maskedPaths"))).contains("/proc/kcore", "/sys/firmware");
        assertThat(strings(linux.path("readonlyPaths"))).contains("/proc/sys");
        assertThat(linux.path("cgroupsPath").asString()).isEqualTo("/davit/x");
        JsonNode open = config(
                        Specs.command("ls")
                                .securityOptions("seccomp=unconfined")
                                .build(),
                        ROOT)
                .path("linux");
        assertThat(open.has("seccomp")).isFalse();
    }

    @Test
    void networkNamespaceIsJoinedByPath() throws IOException {
        JsonNode namespaces =
                config(Specs.command("ls").build(), ROOT).path("linux").path("namespaces");
        assertThat(namespaces
                        .valueStream()
                        .filter(n -> n.path("type").asString().equals("network"))
                        .map(n -> n.path("path").asString()))
                .containsExactly("/run/netns/x");
    }

    @Test
    void userNamespaceIsJoinedByPathAndItsIdsAreSaid() throws IOException {
        JsonNode linux = mapped(Specs.command("ls").build()).path("linux");
        assertThat(linux.path("namespaces")
                        .valueStream()
                        .filter(n -> n.path("type").asString().equals("user"))
                        .map(n -> n.path("path").asString()))
                .containsExactly("/proc/7/fd/3");
        JsonNode mapping = linux.path("uidMappings").get(0);
        assertThat(mapping.path("containerID").asLong()).isZero();
        assertThat(mapping.path("hostID").asLong()).isEqualTo(100_000);
        assertThat(mapping.path("size").asLong()).isEqualTo(65_536);
        assertThat(linux.path("gidMappings").get(0).path("hostID").asLong()).isEqualTo(200_000);
        JsonNode without = config(Specs.command("ls").build(), ROOT).path("linux");
        assertThat(without.has("uidMappings")).isFalse();
        assertThat(without.path("namespaces")
                        .valueStream()
                        .map(n -> n.path("type").asString()))
                .doesNotContain("user");
    }

    private static JsonNode mapped(ContainerSpec spec) throws IOException {
        IdMappings ids = new IdMappings(
                List.of(new IdMappings.Range(0, 100_000, 65_536)), List.of(new IdMappings.Range(0, 200_000, 65_536)));
        Definition definition =
                new Definition(spec, Instant.EPOCH, "sha256:0", "ls", List.of(), "overlay2", List.of(), ids);
        BundleRequest request = new BundleRequest(
                "x",
                definition,
                "/rootfs",
                ROOT,
                null,
                "/run/netns/x",
                new BundleRequest.Joined(null, null, "/proc/7/fd/3"),
                null,
                "/davit/x");
        return JsonMapper.shared().readTree(bundles().config(request).toString());
    }

    @Test
    void parentsAreMountedBeforeWhatLiesInThem() throws IOException {
        ContainerSpec spec = Specs.command("ls")
                .mount(bind("/a/b/c", true))
                .mount(bind("/a", false))
                .build();
        JsonNode mounts = config(spec, ROOT).path("mounts");
        List<String> targets =
                mounts.valueStream().map(m -> m.path("destination").asString()).toList();
        assertThat(targets).contains("/proc", "/dev/shm", "/etc/hosts", "/etc/resolv.conf", "/etc/hostname");
        assertThat(targets.indexOf("/a")).isLessThan(targets.indexOf("/a/b/c"));
        JsonNode last = mounts.get(mounts.size() - 1);
        assertThat(strings(last.path("options"))).containsExactly("rbind", "rprivate", "ro");
    }

    @Test
    void optionThatNobodyKnowsIsRefusedBeforeAnythingIsMade() {
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> bundles()
                        .check(Specs.command("ls").securityOptions("fly=high").build()))
                .withMessage("invalid --security-opt 2: \"fly=high\"");
    }

    private static MountSpec bind(String target, boolean readOnly) {
        return new MountSpec(
                MountType.BIND,
                "/src",
                target,
                readOnly,
                null,
                false,
                false,
                true,
                null,
                Map.of(),
                Map.of(),
                List.of(),
                null);
    }

    private static JsonNode config(ContainerSpec spec, UserIds user) throws IOException {
        List<MountPoint> points = spec.mounts().stream()
                .map(m -> new MountPoint(m.type(), "", "/src", m.target(), "", "", !m.readOnly(), "rprivate"))
                .toList();
        Definition definition =
                new Definition(spec, Instant.EPOCH, "sha256:0", "ls", List.of("-l"), "overlay2", points);
        Sandbox files =
                new Sandbox("x", "/run/netns/x", "/h/hostname", "/h/hosts", "/h/resolv.conf", List.of(), List.of());
        BundleRequest request = new BundleRequest(
                "x", definition, "/rootfs", user, files, files.netns(), BundleRequest.Joined.NONE, null, "/davit/x");
        return JsonMapper.shared().readTree(bundles().config(request).toString());
    }

    private static Bundles bundles() {
        return new Bundles(TestLayouts.host(), JsonMapper.shared());
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
