package dev.davit.registry.trust;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Refuses certificates that were revoked, and those of which nobody says whether they were, as notation does where its
 * {@code revocation} is enforced. Who is asked was named by a certificate that an authority of a policy signed.
 */
@Component
public class Revocation {

    private static final int LIMIT = 1000;
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final RevocationSource source;
    private final Map<X509Certificate, Known> certificates = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, Known> eldest) {
            return size() > LIMIT;
        }
    };

    Revocation(RevocationSource source) {
        this.source = source;
    }

    /** Until when it is known that none is revoked; the authority's own, the last, cannot be. */
    Instant check(List<X509Certificate> path, Instant now) throws Untrusted {
        Instant until = Instant.MAX;
        for (int i = path.size() - 2; i >= 0; i--) {
            Known known = known(path.get(i));
            Instant end = known.check(path.get(i), path.get(i + 1), now);
            until = end.isBefore(until) ? end : until;
        }
        return until;
    }

    private Known known(X509Certificate certificate) {
        synchronized (certificates) {
            return certificates.computeIfAbsent(certificate, absent -> new Known());
        }
    }

    /** What is known of one certificate. Who asks while it is being found out waits. */
    private final class Known {

        private @Nullable RevocationStatus status;
        private Instant again = Instant.MIN;
        private String problem = "";

        synchronized Instant check(X509Certificate certificate, X509Certificate issuer, Instant now) throws Untrusted {
            if (!again.isAfter(now)) {
                refresh(certificate, issuer, now);
            }
            String name = certificate.getSubjectX500Principal().getName();
            if (status == null || !status.until().isAfter(now)) {
                throw new Untrusted("nobody says whether the certificate " + name + " was revoked: " + problem);
            }
            if (status.revoked()) {
                throw new Untrusted("the certificate " + name + " was revoked");
            }
            return again.isBefore(status.until()) ? again : status.until();
        }

        // What was said holds as long as it said, also while nobody answers.
        private void refresh(X509Certificate certificate, X509Certificate issuer, Instant now) {
            try {
                status = new RevocationInquiry(source, certificate, issuer, now).status();
                again = now.plus(FRESH);
            } catch (IOException | Untrusted failure) {
                problem = String.valueOf(failure.getMessage());
                again = now.plus(PAUSE);
            }
        }
    }
}
