package dev.davit.registry.admission;

import dev.davit.registry.trust.Image;
import dev.davit.registry.trust.SignedRule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which manifests hold a signature that counts: a digest says all of a manifest, so that only time, or
 * another rule, changes the answer.
 */
final class Verdicts {

    private static final int LIMIT = 4096;
    private static final Duration REFUSED = Duration.ofMinutes(1);

    private final Map<Key, Verdict> known = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Verdict> eldest) {
            return size() > LIMIT;
        }
    };

    /** @param reason why nothing in the manifest counts; empty: something does */
    record Verdict(Instant until, String reason) {

        static Verdict counts(Instant until) {
            return new Verdict(until, "");
        }

        static Verdict refused(String reason) {
            return new Verdict(Instant.now().plus(REFUSED), reason);
        }

        /** Not everything could be read that may be there the next time. */
        static Verdict notYet(String reason) {
            return new Verdict(Instant.MIN, reason);
        }

        boolean counts() {
            return reason.isEmpty();
        }
    }

    /** Finds it out. */
    @FunctionalInterface
    interface Judge {
        Verdict judge() throws IOException;
    }

    Verdict of(SignedRule rule, Image image, String carrier, Judge judge) throws IOException {
        Key key = new Key(rule, image, carrier);
        synchronized (known) {
            Verdict verdict = known.get(key);
            if (verdict != null && verdict.until().isAfter(Instant.now())) {
                return verdict;
            }
        }
        Verdict verdict = judge.judge();
        synchronized (known) {
            known.put(key, verdict);
        }
        return verdict;
    }

    private record Key(SignedRule rule, Image image, String carrier) {}
}
