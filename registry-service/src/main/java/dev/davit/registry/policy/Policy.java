package dev.davit.registry.policy;

import dev.davit.registry.access.BadInput;
import dev.davit.registry.access.Glob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the repositories whose names match.
 *
 * @param immutableTags patterns of tags that are neither moved nor deleted, by nobody and no rule
 * @param quota bytes that the manifests of one repository may need; null: as many as there is room for
 * @param keepLast so many tags are kept, those that were pushed last; null: this keeps none
 * @param keepDays tags are kept so long after they were pushed; null: this keeps none
 * @param keepTags patterns of tags that are kept; without this and the two before all are
 * @param untaggedDays manifests that no tag, index or subject leads to are kept so long; null: for ever
 * @param signed what signatures are asked for; null: none
 */
record Policy(
        Glob pattern,
        List<Glob> immutableTags,
        @Nullable Long quota,
        @Nullable Integer keepLast,
        @Nullable Integer keepDays,
        List<Glob> keepTags,
        @Nullable Integer untaggedDays,
        @Nullable Signed signed) {

    /** What holds where nothing is laid down. */
    static final Policy NONE = new Policy(Glob.parse("**"), List.of(), null, null, null, List.of(), null, null);

    Policy {
        positive("quota", quota);
        positive("keepLast", keepLast);
        positive("keepDays", keepDays);
        positive("untaggedDays", untaggedDays);
        if (!keepTags.isEmpty() && keepLast == null && keepDays == null) {
            throw new BadInput("keepTags needs keepLast or keepDays: it says what these do not delete");
        }
    }

    private static void positive(String name, @Nullable Number value) {
        if (value != null && value.longValue() < 0) {
            throw new BadInput(name + " must not be negative");
        }
    }

    boolean immutable(String tag) {
        return immutableTags.stream().anyMatch(glob -> glob.matches(tag));
    }

    boolean deletesTags() {
        return keepLast != null || keepDays != null;
    }

    boolean retains() {
        return deletesTags() || untaggedDays != null;
    }

    /** Whether a rule keeps the tag, which is the {@code rank}th of those that were pushed last, from 0. */
    boolean keeps(String tag, int rank, long ageDays) {
        return immutable(tag)
                || keepTags.stream().anyMatch(glob -> glob.matches(tag))
                || (keepLast != null && rank < keepLast)
                || (keepDays != null && ageDays < keepDays);
    }
}
