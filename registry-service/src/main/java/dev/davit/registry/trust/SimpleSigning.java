package dev.davit.registry.trust;

import tools.jackson.databind.JsonNode;

/** cosign's signatures beside a small document that names the image, by a key or by an identity. */
final class SimpleSigning {

    private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
    private static final String TYPE = "cosign container image signature";

    private SimpleSigning() {}

    static void verify(Image image, Envelope envelope, Trusted trusted, Sigstore sigstore) throws Untrusted {
        JsonNode critical = Json.object(envelope.content()).path("critical");
        if (!TYPE.equals(Json.text(critical, "type"))) {
            throw new Untrusted("it is of another type than " + TYPE);
        }
        String digest = Json.need(critical.path("image"), "docker-manifest-digest");
        if (!digest.equals(image.digest())) {
            throw new Untrusted("it is a signature of " + digest);
        }
        if (trusted.sameRepository()) {
            checkRepository(image, Json.need(critical.path("identity"), "docker-reference"));
        }
        byte[] signature = Json.base64(envelope.annotations().get(SIGNATURE));
        if (trusted.keys().stream().anyMatch(key -> KeySignature.verifies(key, envelope.content(), signature))) {
            return;
        }
        if (!envelope.annotations().containsKey(KeylessSignature.CERTIFICATE)) {
            throw new Untrusted("it is by none of the keys");
        }
        sigstore.verify(
                KeylessSignature.parse(envelope.content(), signature, envelope.annotations()), trusted.identities());
    }

    // The registry's name before the first slash may be any of those that clients reach it by.
    private static void checkRepository(Image image, String reference) throws Untrusted {
        String path = reference.substring(reference.indexOf('/') + 1);
        String name = path.split("[@:]", 2)[0];
        if (!name.equals(image.repository())) {
            throw new Untrusted("it is a signature for the repository " + name);
        }
    }
}
