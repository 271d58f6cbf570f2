package dev.davit.storage.distribution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the images that a platform can run, the best first: dockerd's order, so that the same image is chosen. */
final class PlatformMatcher {

    private final List<Platform> runnable;

    private PlatformMatcher(List<Platform> runnable) {
        this.runnable = runnable;
    }

    static PlatformMatcher of(Platform wanted) {
        return new PlatformMatcher(runnable(wanted.normalized()));
    }

    boolean matches(@Nullable Platform image) {
        return image == null || rank(image) < runnable.size();
    }

    /** Entries that match, best first; those without a platform come last. */
    List<Descriptor> select(List<Descriptor> entries) {
        return entries.stream()
                .filter(entry -> matches(entry.platform()))
                .sorted(Comparator.comparingInt(entry -> {
                    Platform platform = entry.platform();
                    return platform == null ? Integer.MAX_VALUE : rank(platform);
                }))
                .toList();
    }

    private int rank(Platform image) {
        Platform normal = image.normalized();
        for (int rank = 0; rank < runnable.size(); rank++) {
            Platform candidate = runnable.get(rank);
            if (candidate.os().equals(normal.os())
                    && candidate.architecture().equals(normal.architecture())
                    && candidate.variant().equals(normal.variant())
                    && candidate.osFeatures().containsAll(normal.osFeatures())) {
                return rank;
            }
        }
        return runnable.size();
    }

    private static List<Platform> runnable(Platform wanted) {
        List<Platform> list = new ArrayList<>();
        switch (wanted.architecture()) {
            case "amd64" -> {
                addLevels(list, wanted, level(wanted.variant(), 1), 1);
                list.add(with(wanted, "386", ""));
            }
            case "arm" -> addLevels(list, wanted, level(wanted.variant(), 7), 5);
            case "arm64" -> addArm64(list, wanted);
            default -> list.add(wanted);
        }
        if (!list.contains(wanted)) {
            list.addFirst(wanted); // a variant that nobody knows matches itself
        }
        return list;
    }

    private static void addArm64(List<Platform> list, Platform wanted) {
        String[] version = (wanted.variant().isEmpty() ? "v8" : wanted.variant())
                .substring(1)
                .split("\\.", 2);
        int major = number(version[0], 8);
        int minor = version.length > 1 ? number(version[1], 0) : 0;
        for (int i = minor; i >= 0; i--) {
            list.add(with(wanted, "arm64", "v" + major + (i == 0 ? "" : "." + i)));
        }
        if (major == 9) {
            for (int i = minor + 5; i >= 0; i--) { // Armv9.n contains Armv8.(n+5)
                list.add(with(wanted, "arm64", "v8" + (i == 0 ? "" : "." + i)));
            }
        }
        addLevels(list, with(wanted, "arm", "v8"), 8, 5);
    }

    private static void addLevels(List<Platform> list, Platform wanted, int from, int to) {
        for (int level = from; level >= to; level--) {
            list.add(with(wanted, wanted.architecture(), "v" + level));
        }
    }

    private static Platform with(Platform wanted, String architecture, String variant) {
        return new Platform(wanted.os(), architecture, variant, wanted.osVersion(), wanted.osFeatures()).normalized();
    }

    private static int level(String variant, int otherwise) {
        return variant.length() == 2 ? number(variant.substring(1), otherwise) : otherwise;
    }

    private static int number(String digits, int otherwise) {
        return digits.length() == 1 && Character.isDigit(digits.charAt(0)) ? digits.charAt(0) - '0' : otherwise;
    }
}
