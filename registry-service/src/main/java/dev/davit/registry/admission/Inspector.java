package dev.davit.registry.admission;

import dev.davit.registry.blob.BlobCatalog;
import dev.davit.registry.blob.BlobRef;
import dev.davit.registry.policy.Signed;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.trust.Envelope;
import dev.davit.registry.trust.Image;
import dev.davit.registry.trust.Untrusted;
import dev.davit.registry.trust.Verifier;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads manifests that may hold signatures. */
@Component
class Inspector {

    // Of a manifest's signatures: whoever may push could make pulls costly.
    private static final long ALL = 4L * SignatureManifests.LARGEST;

    private final BlobCatalog blobs;
    private final Verifier verifier;

    Inspector(BlobCatalog blobs, Verifier verifier) {
        this.blobs = blobs;
        this.verifier = verifier;
    }

    /** Whether one of the signatures that {@code holder} holds is of the image and counts. */
    Verdicts.Verdict judge(Signed signed, Image image, Image holder) throws IOException {
        String reason = "it holds no signature";
        boolean read = true;
        Budget budget = new Budget();
        for (Carrier.Layer layer : Carrier.parse(manifest(holder)).signatures()) {
            try {
                return Verdicts.Verdict.counts(
                        verifier.verify(image, envelope(holder.repository(), layer, budget), signed.trusted()));
            } catch (Untrusted untrusted) {
                reason = untrusted.reason();
            } catch (Unreadable unreadable) {
                reason = unreadable.reason;
                read = false;
            }
        }
        return read ? Verdicts.Verdict.refused(reason) : Verdicts.Verdict.notYet(reason);
    }

    /**
     * Whether a manifest holds signatures, or attestations, and nothing else: what it says of its layers is not enough,
     * since clients run layers of whatever type.
     */
    boolean holdsSignaturesOnly(String repository, byte[] manifest) throws IOException {
        Carrier carrier = Carrier.parse(manifest);
        List<Carrier.Layer> layers = carrier.signatures();
        Budget budget = new Budget();
        for (Carrier.Layer layer : layers) {
            try {
                Envelope envelope = envelope(repository, layer, budget);
                if (!envelope.isWhatItSays() || (carrier.mayRun() && !envelope.isText())) {
                    return false;
                }
            } catch (Unreadable unreadable) {
                return false;
            }
        }
        return !layers.isEmpty();
    }

    byte[] manifest(Image image) throws IOException {
        try {
            return blobs.content(image.digest());
        } catch (RegistryError gone) {
            return new byte[0];
        }
    }

    private Envelope envelope(String repository, Carrier.Layer layer, Budget budget) throws IOException, Unreadable {
        if (layer.mediaType() == null || layer.digest() == null) {
            throw new Unreadable("a layer has no type or digest");
        }
        try {
            Optional<BlobRef> blob = blobs.find(repository, Digest.parse(layer.digest()));
            if (blob.isEmpty()) {
                throw new Unreadable("its content is not there");
            }
            if (blob.get().size() > SignatureManifests.LARGEST) {
                throw new Unreadable("it has more than " + SignatureManifests.LARGEST + " bytes");
            }
            budget.take(blob.get().size());
            return new Envelope(
                    layer.mediaType(),
                    blobs.content(layer.digest()),
                    layer.annotations() == null ? Map.of() : layer.annotations());
        } catch (RegistryError gone) {
            throw new Unreadable("its content is not there");
        }
    }

    private static final class Budget {

        private long left = ALL;

        void take(long bytes) throws Unreadable {
            left -= bytes;
            if (left < 0) {
                throw new Unreadable("its manifest's signatures have more than " + ALL + " bytes");
            }
        }
    }

    private static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final String reason;

        Unreadable(String reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
