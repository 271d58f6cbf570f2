package dev.davit.registry.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.registry.TestRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Signatures that cosign 2.6 and notation-go 1.3 made of one manifest. */
class RealSignaturesTests {

    private final Verifier verifier = new Verifier(new Sigstore(Trusting.nobody()), Trusting.unasked());
    private final Image image;

    RealSignaturesTests() throws IOException {
        byte[] manifest = read("image.json");
        image = new Image(
                "team/app",
                TestRegistry.digest(manifest),
                manifest.length,
                "application/vnd.oci.image.manifest.v1+json");
    }

    @Test
    void signaturesOfCosignCount() throws IOException, Untrusted {
        String signature = text("cosign-signature.txt").strip();
        check(
                keys(true),
                Envelope.SIMPLE_SIGNING,
                read("cosign-payload.json"),
                Map.of("dev.cosignproject.cosign/signature", signature));
        check(keys(false), Envelope.BUNDLE, read("cosign-bundle.json"), Map.of());
    }

    @Test
    void signaturesOfNotationCount() throws IOException, Untrusted {
        check(authority("notation-jws-ca.pem"), Envelope.JWS, read("notation-jws.json"), Map.of());
        byte[] cose = Base64.getMimeDecoder().decode(text("notation-cose.txt"));
        check(authority("notation-cose-ca.pem"), Envelope.COSE, cose, Map.of());
    }

    // It counts, and of another image it does not, nor with one bit changed anywhere.
    private void check(Trusted trusted, String type, byte[] content, Map<String, String> annotations) throws Untrusted {
        Envelope real = new Envelope(type, content, annotations);
        assertThat(real.isWhatItSays()).isTrue();
        assertThat(verifier.verify(image, real, trusted)).isAfter(Instant.now());
        Image other = new Image("team/app", "sha256:" + "0".repeat(64), image.size(), image.mediaType());
        assertThatExceptionOfType(Untrusted.class)
                .isThrownBy(() -> verifier.verify(other, real, trusted))
                .withMessageContaining("signature of");
        for (int i = 0; i < content.length; i += 1 + content.length / 40) {
            byte[] changed = content.clone();
            changed[i] ^= 1;
            Envelope forged = new Envelope(type, changed, annotations);
            try {
                verifier.verify(image, forged, trusted);
                assertThat(harmless(type, content, i)).as("bit of byte %s", i).isTrue();
            } catch (Untrusted expected) {
                assertThat(expected.reason()).isNotEmpty();
            }
        }
    }

    // What is not signed of an envelope: labels that nobody reads, as the hint at the key or the name of the signer.
    private static boolean harmless(String type, byte[] content, int at) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        String mark = type.equals(Envelope.BUNDLE) ? "hint" : "signingAgent";
        int start = text.indexOf(mark);
        return start >= 0 && at >= start - 4 && at < start + 70;
    }

    private Trusted keys(boolean sameRepository) throws IOException {
        return Trusting.rule(List.of(text("cosign.pub")), null, null, null, sameRepository)
                .trusted();
    }

    private Trusted authority(String file) throws IOException {
        return Trusting.rule(null, List.of(text(file)), List.of("CN=build,O=Example"), null, false)
                .trusted();
    }

    private static String text(String file) throws IOException {
        return new String(read(file), StandardCharsets.US_ASCII);
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(RealSignaturesTests.class.getResourceAsStream("/trust/" + file))) {
            return in.readAllBytes();
        }
    }
}
