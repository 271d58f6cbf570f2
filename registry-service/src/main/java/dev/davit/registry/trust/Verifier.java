package dev.davit.registry.trust;

import java.time.Instant;
import org.springframework.stereotype.Component;

/** Decides whether a signature counts. */
@Component
public class Verifier {

    private final Sigstore sigstore;
    private final Revocation revocation;

    Verifier(Sigstore sigstore, Revocation revocation) {
        this.sigstore = sigstore;
        this.revocation = revocation;
    }

    /** Until when this is a signature of the image by somebody who is trusted. */
    public Instant verify(Image image, Envelope envelope, Trusted trusted) throws Untrusted {
        if (envelope.mediaType().equals(Envelope.SIMPLE_SIGNING)) {
            SimpleSigning.verify(image, envelope, trusted, sigstore);
            return Instant.MAX;
        }
        Instant until = switch (envelope.mediaType()) {
            case Envelope.BUNDLE -> bundle(image, envelope.content(), trusted);
            case Envelope.JWS -> notation(JwsEnvelope.parse(envelope.content()), image, trusted);
            case Envelope.COSE -> notation(CoseEnvelope.parse(envelope.content()), image, trusted);
            default -> throw new Untrusted("signatures of type " + envelope.mediaType() + " are not supported");
        };
        if (trusted.sameRepository()) {
            throw new Untrusted("it names no repository, as the policy asks");
        }
        return until;
    }

    private Instant notation(NotationSignature signature, Image image, Trusted trusted) throws Untrusted {
        return signature.verify(image, trusted, revocation, Instant.now());
    }

    private Instant bundle(Image image, byte[] content, Trusted trusted) throws Untrusted {
        SignedBundle bundle = SignedBundle.parse(content);
        bundle.checkStatement(image);
        if (bundle.byKey()) {
            bundle.checkKey(trusted);
        } else {
            sigstore.verify(bundle, content, trusted.identities());
        }
        return Instant.MAX;
    }
}
