package dev.davit.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class FolderCacheReplicasTests extends CacheReplicasSuite {

    @TempDir
    static Path folder;

    private static FakeUpstream upstream;
    private static ReplicasSuite.Replicas replicas;

    @BeforeAll
    static void start() throws IOException {
        upstream = new FakeUpstream();
        replicas = new ReplicasSuite.Replicas(
                folder, settings(upstream, List.of("davit.registry.store.folder=" + folder.resolve("shared"))));
    }

    @AfterAll
    static void stop() throws IOException {
        replicas.close();
        upstream.close();
    }

    @Override
    ReplicasSuite.Replicas replicas() {
        return replicas;
    }

    @Override
    FakeUpstream upstream() {
        return upstream;
    }
}
