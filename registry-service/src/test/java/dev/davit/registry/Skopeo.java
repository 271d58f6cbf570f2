package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** Runs skopeo. */
final class Skopeo {

    private static final Path PROGRAM = Path.of("/usr/bin/skopeo");

    private final Path folder;

    Skopeo(Path folder) {
        assumeTrue(Files.isExecutable(PROGRAM), "skopeo is not installed");
        this.folder = folder;
    }

    /** An image of two layers as {@code dir:} has it. */
    Path image() throws IOException {
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

    static List<String> blobs(Path image) throws IOException {
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

    String run(String... arguments) throws IOException, InterruptedException {
        return run(true, arguments);
    }

    void fail(String... arguments) throws IOException, InterruptedException {
        run(false, arguments);
    }

    private String run(boolean succeeds, String... arguments) throws IOException, InterruptedException {
        Path policy = folder.resolve("policy.json");
        Files.write(policy, bytes("{\"default\":[{\"type\":\"insecureAcceptAnything\"}]}"));
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--policy", policy.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue() == 0).as(output).isEqualTo(succeeds);
        return output;
    }
}
