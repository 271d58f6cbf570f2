package dev.davit.registry;

import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;

import java.net.http.HttpResponse;

/** Manifests for tests. */
final class Images {

    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    private Images() {}

    static String descriptor(String type, byte[] content) {
        return descriptor(type, digest(content), content.length);
    }

    static String descriptor(String type, String digest, int size) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    static byte[] manifest(String config, String layers, String more) {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":" + config + ",\"layers\":["
                + layers + "]" + more + "}");
    }

    static byte[] index(String manifests, String more) {
        return bytes(
                "{\"schemaVersion\":2,\"mediaType\":\"" + INDEX + "\",\"manifests\":[" + manifests + "]" + more + "}");
    }

    /** An image of one layer, whose blobs are pushed; the manifest is not. */
    static byte[] image(TestRegistry registry, String repository, String name) {
        return image(registry, repository, name, "");
    }

    static byte[] image(TestRegistry registry, String repository, String name, String more) {
        byte[] config = bytes("{\"name\":\"" + name + "\"}");
        byte[] layer = bytes("layer of " + name);
        registry.push(repository, config);
        registry.push(repository, layer);
        return manifest(
                descriptor("application/vnd.oci.image.config.v1+json", config),
                descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer),
                more);
    }

    static HttpResponse<byte[]> put(TestRegistry registry, String repository, String reference, byte[] manifest) {
        String type = new String(manifest, java.nio.charset.StandardCharsets.UTF_8).contains("\"manifests\":")
                ? INDEX
                : MANIFEST;
        return registry.send("PUT", "/v2/" + repository + "/manifests/" + reference, manifest, "Content-Type", type);
    }
}
