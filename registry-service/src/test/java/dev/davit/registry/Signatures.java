package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.registry.trust.Signing;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Pushes signatures as signing tools do. */
final class Signatures {

    private static final JsonMapper JSON = new JsonMapper();

    static final String COSIGN = "application/vnd.dev.cosign.artifact.sig.v1+json";

    private Signatures() {}

    /** At the tag beside the image, as cosign 2 does; the digest of the signature's manifest. */
    static String tagged(TestRegistry registry, String repository, String digest, KeyPair keys) {
        byte[] manifest = simple(registry, repository, digest, keys, "");
        expect(201, Images.put(registry, repository, tag(digest), manifest));
        return digest(manifest);
    }

    static String tag(String digest) {
        return digest.replace(':', '-') + ".sig";
    }

    /** As a manifest whose subject is the image; its digest. */
    static String referring(TestRegistry registry, String repository, byte[] image, KeyPair keys) {
        byte[] manifest = simple(registry, repository, digest(image), keys, subject(image));
        expect(201, Images.put(registry, repository, digest(manifest), manifest));
        return digest(manifest);
    }

    private static byte[] simple(
            TestRegistry registry, String repository, String digest, KeyPair keys, String subject) {
        return simple(blob -> registry.push(repository, blob), "localhost:5000/" + repository, digest, keys, subject);
    }

    /** cosign's first form; its blobs are put somewhere. */
    static byte[] simple(Consumer<byte[]> blobs, String reference, String digest, KeyPair keys, String subject) {
        byte[] payload = Signing.payload(reference, digest);
        return manifest(
                blobs, COSIGN, Signing.SIMPLE, payload, Signing.annotations(keys.getPrivate(), payload), subject);
    }

    /** In Sigstore's bundle format, as cosign 3 does. */
    static String bundled(TestRegistry registry, String repository, byte[] image, KeyPair keys) {
        byte[] bundle = Signing.bundle(keys.getPrivate(), digest(image), Signing.SIGNED);
        return pushed(registry, repository, Signing.BUNDLE, bundle, image, Signing.BUNDLE);
    }

    /** A signature of any kind as a manifest whose subject is the image. */
    static String pushed(
            TestRegistry registry, String repository, String type, byte[] content, byte[] image, String artifact) {
        byte[] manifest = manifest(registry, repository, artifact, type, content, Map.of(), subject(image));
        expect(201, Images.put(registry, repository, digest(manifest), manifest));
        return digest(manifest);
    }

    /** The manifest of a signature, whose blobs are pushed. */
    static byte[] manifest(
            TestRegistry registry,
            String repository,
            String artifact,
            String type,
            byte[] content,
            Map<String, String> annotations,
            String subject) {
        return manifest(blob -> registry.push(repository, blob), artifact, type, content, annotations, subject);
    }

    /** The manifest of a signature, whose blobs are put somewhere. */
    static byte[] manifest(
            Consumer<byte[]> blobs,
            String artifact,
            String type,
            byte[] content,
            Map<String, String> annotations,
            String subject) {
        byte[] config = bytes("{}");
        blobs.accept(config);
        blobs.accept(content);
        String layer = Images.descriptor(type, content);
        if (!annotations.isEmpty()) {
            layer = layer.substring(0, layer.length() - 1) + ",\"annotations\":" + JSON.writeValueAsString(annotations)
                    + "}";
        }
        return Images.manifest(Images.descriptor(artifact, config), layer, subject);
    }

    static String subject(byte[] image) {
        String type = new String(image, java.nio.charset.StandardCharsets.UTF_8).contains("\"manifests\":")
                ? Images.INDEX
                : Images.MANIFEST;
        return ",\"subject\":" + Images.descriptor(type, image);
    }

    static void expect(int status, HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).as(TestRegistry.text(answer)).isEqualTo(status);
    }
}
