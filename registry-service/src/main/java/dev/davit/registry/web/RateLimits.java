package dev.davit.registry.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many requests a caller may send a minute; who has not said who they are is their address. */
final class RateLimits {

    private static final int REMEMBERED = 8192;

    private final int perMinute;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** 0: as many as they like. */
    RateLimits(int perMinute) {
        this.perMinute = perMinute;
    }

    void check(Exchange exchange) {
        if (perMinute <= 0) {
            return;
        }
        String name = exchange.caller().name();
        boolean unknown = name.isEmpty() || name.equals("anonymous") || name.equals("nobody");
        ConsumptionProbe probe =
                bucket(unknown ? exchange.remoteAddress() : name).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill());
            throw new RegistryError(429, ErrorCode.TOOMANYREQUESTS, "more than " + perMinute + " requests in a minute")
                    .with("Retry-After", String.valueOf(seconds));
        }
    }

    private Bucket bucket(String caller) {
        synchronized (buckets) {
            return buckets.computeIfAbsent(
                    caller,
                    absent -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                            .build());
        }
    }
}
