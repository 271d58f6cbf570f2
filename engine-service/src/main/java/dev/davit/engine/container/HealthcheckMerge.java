package dev.davit.engine.container;

import dev.davit.contracts.engine.Healthcheck;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A health check of the client, what it leaves open filled in from the image's. */
final class HealthcheckMerge {

    private HealthcheckMerge() {}

    static @Nullable Healthcheck merge(@Nullable Healthcheck asked, @Nullable Map<String, Object> image) {
        if (image == null) {
            return asked;
        }
        Healthcheck inherited = read(image);
        if (asked == null) {
            return inherited;
        }
        return new Healthcheck(
                asked.test().isEmpty() ? inherited.test() : asked.test(),
                either(asked.interval(), inherited.interval()),
                either(asked.timeout(), inherited.timeout()),
                either(asked.startPeriod(), inherited.startPeriod()),
                either(asked.startInterval(), inherited.startInterval()),
                asked.retries() == 0 ? inherited.retries() : asked.retries());
    }

    private static long either(long first, long second) {
        return first == 0 ? second : first;
    }

    private static Healthcheck read(Map<String, Object> image) {
        List<String> test = image.get("Test") instanceof List<?> words
                ? words.stream().map(String::valueOf).toList()
                : List.of();
        return new Healthcheck(
                test,
                number(image, "Interval"),
                number(image, "Timeout"),
                number(image, "StartPeriod"),
                number(image, "StartInterval"),
                (int) number(image, "Retries"));
    }

    private static long number(Map<String, Object> image, String key) {
        return image.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
