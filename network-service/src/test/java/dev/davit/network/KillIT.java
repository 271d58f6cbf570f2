package dev.davit.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.contracts.network.NetworkSpec;
import dev.davit.contracts.network.PortBinding;
import dev.davit.contracts.network.Sandbox;
import dev.davit.platform.error.DavitException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillIT {

    @TempDir
    Path folder;

    private TestPlatform platform;

    @BeforeEach
    void start() throws Exception {
        platform = new TestPlatform(folder, "dvtest2");
        platform.start();
    }

    @AfterEach
    void stop() throws Exception {
        platform.close();
    }

    @Test
    void restartAfterKillFindsEverythingAndRemovesStrangers() throws Exception {
        Sandbox kept = create(new PortBinding(80, "tcp", "", 0));
        platform.api()
                .createNetwork(new NetworkSpec("mine", "bridge", false, false, false, List.of(), Map.of(), Map.of()));
        Sandbox dropped = create();
        Process server = Shell.serve(Objects.requireNonNull(kept.netns()), 80, "welcome");
        try {
            platform.kill();
            Shell.run("nft delete table ip dvtest2; umount " + dropped.netns()
                    + "; ip link add dvtest-s0 type veth peer name dvtest-s1; ip link set dvtest-s0 master "
                    + platform.bridge() + "; touch " + platform.run() + "/netns/stranger");
            platform.start();
            assertThat(platform.api().sandboxes()).containsExactly(kept);
            assertThat(platform.api().network("mine").subnets()).hasSize(1);
            assertThat(Shell.greeting("", "127.0.0.1", kept.ports().getFirst().hostPort()))
                    .isEqualTo("welcome");
        } finally {
            server.destroy();
        }
        platform.api().removeSandbox(kept.id());
        platform.api().removeNetwork("mine");
        assertThat(platform.settledRemains()).isEmpty();
    }

    @Test
    void stopTakesBridgeAndTableAwayOnceNobodyNeedsThem() throws Exception {
        Sandbox used = create();
        platform.stop();
        assertThat(platform.bridgeAndTable()).contains(platform.bridge(), "table ip dvtest2");
        platform.start();
        platform.api().removeSandbox(used.id());
        platform.stop();
        assertThat(platform.bridgeAndTable()).isEmpty();
    }

    @Test
    void killWhileSandboxesComeAndGoLeavesNothing() throws Exception {
        for (int round = 0; round < 3; round++) {
            Set<String> answered = ConcurrentHashMap.newKeySet();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int caller = 0; caller < 8; caller++) {
                    callers.execute(() -> comeAndGo(answered));
                }
                Thread.sleep(700 + ThreadLocalRandom.current().nextInt(600));
                platform.kill();
            }
            platform.start();
            Set<String> listed = new HashSet<>();
            for (Sandbox sandbox : platform.api().sandboxes()) {
                listed.add(sandbox.id());
                assertThat(Shell.in(
                                        Objects.requireNonNull(sandbox.netns()),
                                        "busybox ping -c1 -W1 "
                                                + sandbox.endpoints().getFirst().ipv4Gateway())
                                .ok())
                        .isTrue();
            }
            assertThat(listed).containsAll(answered);
            listed.forEach(platform.api()::removeSandbox);
            assertThat(platform.settledRemains()).isEmpty();
        }
    }

    // Keeps in the set what was answered to be there and was not asked to go.
    private void comeAndGo(Set<String> answered) {
        try {
            while (true) {
                Sandbox sandbox = create(new PortBinding(80, "tcp", "", 0));
                answered.add(sandbox.id());
                if (ThreadLocalRandom.current().nextInt(3) > 0) {
                    answered.remove(sandbox.id());
                    platform.api().removeSandbox(sandbox.id());
                }
            }
        } catch (DavitException killed) {
            assertThat(killed).hasMessageContaining("the network service does not answer");
        }
    }

    @Test
    void twoPlatformsShareTheHost(@TempDir Path other) throws Exception {
        try (TestPlatform second = new TestPlatform(other, "dvtest3")) {
            second.start();
            Sandbox here = create(new PortBinding(80, "tcp", "", 0));
            Sandbox there = second.api().createSandbox(second.spec("bridge", new PortBinding(80, "tcp", "", 0)));
            Process serverHere = Shell.serve(Objects.requireNonNull(here.netns()), 80, "here");
            Process serverThere = Shell.serve(Objects.requireNonNull(there.netns()), 80, "there");
            try (Neighbour neighbour = new Neighbour()) {
                assertThat(neighbour.greeting(
                                Neighbour.HOST, here.ports().getFirst().hostPort()))
                        .isEqualTo("here");
                assertThat(neighbour.greeting(
                                Neighbour.HOST, there.ports().getFirst().hostPort()))
                        .isEqualTo("there");
                assertThat(Shell.in(
                                        here.netns(),
                                        "busybox ping -c1 -W1 "
                                                + there.endpoints().getFirst().ipv4Address())
                                .ok())
                        .isFalse();
            } finally {
                serverHere.destroy();
                serverThere.destroy();
            }
        }
    }

    private Sandbox create(PortBinding... ports) {
        return platform.api().createSandbox(platform.spec("bridge", ports));
    }
}
