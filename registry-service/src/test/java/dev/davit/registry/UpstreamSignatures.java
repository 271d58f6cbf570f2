package dev.davit.registry;

import static dev.davit.registry.Images.descriptor;
import static dev.davit.registry.Images.index;
import static dev.davit.registry.TestRegistry.digest;

import dev.davit.registry.trust.Signing;
import java.security.KeyPair;
import java.util.Map;

/** Signs what an upstream has, and keeps the signatures there. */
record UpstreamSignatures(FakeUpstream upstream, KeyPair keys) {

    /** cosign's first form, beside the image. */
    byte[] atTag(String repository, byte[] image) {
        return atTag(repository, image, "example/app");
    }

    byte[] atTag(String repository, byte[] image, String reference) {
        byte[] signature =
                Signatures.simple(blob -> upstream.blob(repository, blob), reference, digest(image), keys, "");
        upstream.manifest(repository, signature, Signatures.tag(digest(image)));
        return signature;
    }

    /** A descriptor of a signature that has the image as its subject. */
    String refer(String repository, String artifact, String type, byte[] content, byte[] image) {
        byte[] manifest = Signatures.manifest(
                blob -> upstream.blob(repository, blob), artifact, type, content, Map.of(), Signatures.subject(image));
        upstream.manifest(repository, manifest);
        return descriptor(Images.MANIFEST, manifest).replace("}", ",\"artifactType\":\"" + artifact + "\"}");
    }

    /** One of a signature in Sigstore's bundle format. */
    String bundle(String repository, byte[] image) {
        byte[] bundle = Signing.bundle(keys.getPrivate(), digest(image), Signing.SIGNED);
        return refer(repository, Signing.BUNDLE, Signing.BUNDLE, bundle, image);
    }

    /** What the upstream lists. */
    void referrers(String repository, byte[] image, String... descriptors) {
        upstream.put("/v2/" + repository + "/referrers/" + digest(image), index(String.join(",", descriptors), ""));
    }
}
