package dev.davit.storage.reference;

import dev.davit.contracts.storage.PruneFilter;
import java.util.Map;

/** Filters by label: {@code key} or {@code key=value}. */
public final class Labels {

    private Labels() {}

    /** Whether labels fit a filter. */
    public static boolean fit(PruneFilter filter, Map<String, String> labels) {
        return filter.labels().stream().allMatch(wanted -> has(labels, wanted))
                && filter.withoutLabels().stream().noneMatch(unwanted -> has(labels, unwanted));
    }

    private static boolean has(Map<String, String> labels, String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? labels.containsKey(text)
                : text.substring(equals + 1).equals(labels.get(text.substring(0, equals)));
    }
}
