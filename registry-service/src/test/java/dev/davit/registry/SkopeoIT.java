package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that others use. */
class SkopeoIT {

    @TempDir
    private Path folder;

    private TestRegistry registry;

    @BeforeEach
    void start() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/skopeo")), "skopeo is not installed");
        registry = TestRegistry.start(folder);
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Test
    void imageIsPushedCopiedPulledListedAndDeleted() throws Exception {
        Path image = image();
        String source = "docker://" + registry.address() + "/team/app:v1";
        String copy = "docker://" + registry.address() + "/team/copy:v2";
        skopeo("copy", "--dest-tls-verify=false", "dir:" + image, source);
        skopeo("copy", "--src-tls-verify=false", "--dest-tls-verify=false", source, copy);
        skopeo("copy", "--src-tls-verify=false", copy, "dir:" + folder.resolve("pulled"));
        assertThat(folder.resolve("pulled/manifest.json")).hasSameBinaryContentAs(image.resolve("manifest.json"));
        for (String blob : blobs(image)) {
            assertThat(folder.resolve("pulled").resolve(blob)).hasSameBinaryContentAs(image.resolve(blob));
        }
        assertThat(skopeo("list-tags", "--tls-verify=false", "docker://" + registry.address() + "/team/copy"))
                .contains("\"v2\"");
        skopeo("delete", "--tls-verify=false", copy);
        assertThat(registry.get("/v2/team/copy/manifests/v2").statusCode()).isEqualTo(404);
        assertThat(registry.get("/v2/team/app/manifests/v1").statusCode()).isEqualTo(200);
    }

    /** An image of two layers as {@code dir:} has it. */
    private Path image() throws IOException {
        Path image = Files.createDirectory(folder.resolve("image"));
        byte[] large = new byte[3_000_000];
        new Random(5).nextBytes(large);
        byte[] first = compressed(large);
        byte[] second = compressed(new byte[10_240]);
        byte[] config =
                bytes("{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + TestRegistry.digest(large) + "\",\"" + TestRegistry.digest(new byte[10_240]) + "\"]}}");
        for (byte[] blob : List.of(first, second, config)) {
            Files.write(image.resolve(TestRegistry.hash("SHA-256", blob)), blob);
        }
        String layer = "application/vnd.oci.image.layer.v1.tar+gzip";
        Files.write(
                image.resolve("manifest.json"),
                Images.manifest(
                        Images.descriptor("application/vnd.oci.image.config.v1+json", config),
                        Images.descriptor(layer, first) + "," + Images.descriptor(layer, second),
                        ""));
        Files.write(image.resolve("version"), bytes("Directory Transport Version: 1.1\n"));
        return image;
    }

    private static List<String> blobs(Path image) throws IOException {
        try (java.util.stream.Stream<Path> files = Files.list(image)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.length() == 64)
                    .toList();
        }
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private String skopeo(String... arguments) throws IOException, InterruptedException {
        Path policy = folder.resolve("policy.json");
        Files.write(policy, bytes("{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}"));
        List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/skopeo", "--policy", policy.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
