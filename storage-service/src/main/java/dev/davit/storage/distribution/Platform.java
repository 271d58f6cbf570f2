package dev.davit.storage.distribution;

import java.util.List;
import java.util.Locale;

/**
 * Operating system and processor of an image (OCI image-spec, platform). Empty strings where not said.
 *
 * @param osFeatures what the image needs of the operating system
 */
public record Platform(String os, String architecture, String variant, String osVersion, List<String> osFeatures) {

    /** A platform of the usual three parts. */
    public Platform(String os, String architecture, String variant) {
        this(os, architecture, variant, "", List.of());
    }

    /** The platform of this host. */
    public static Platform host() {
        String machine = System.getProperty("os.arch", "amd64");
        return new Platform("linux", machine, "").normalized();
    }

    /** Reads {@code linux/arm/v7}, {@code linux}, {@code arm64} and the like. Invalid: anything else. */
    public static Platform parse(String specifier) {
        return PlatformSpecifier.parse(specifier);
    }

    /** {@code linux/arm/v7}. */
    public String format() {
        if (os.isEmpty()) {
            return "unknown";
        }
        StringBuilder text = new StringBuilder(os);
        if (!osVersion.isEmpty() || !osFeatures.isEmpty()) {
            text.append('(').append(osVersion);
            osFeatures.forEach(feature -> text.append('+').append(feature));
            text.append(')');
        }
        for (String part : List.of(architecture, variant)) {
            if (!part.isEmpty()) {
                text.append('/').append(part);
            }
        }
        return text.toString();
    }

    /** Whether an image for {@code image} runs where this is asked for: the same, or what it is a superset of. */
    public boolean accepts(Platform image) {
        return PlatformMatcher.of(this).matches(image);
    }

    /** The same in canonical words: {@code x86_64} is {@code amd64}, {@code armhf} is {@code arm/v7}. */
    public Platform normalized() {
        String system = os.isEmpty() ? "linux" : os.toLowerCase(Locale.ROOT);
        String processor = architecture.toLowerCase(Locale.ROOT);
        String level = variant.toLowerCase(Locale.ROOT);
        switch (processor) {
            case "i386" -> {
                processor = "386";
                level = "";
            }
            case "x86_64", "x86-64", "amd64" -> {
                processor = "amd64";
                level = level.equals("v1") ? "" : level;
            }
            case "aarch64", "arm64" -> {
                processor = "arm64";
                level = arm64(level);
            }
            case "armhf" -> {
                processor = "arm";
                level = "v7";
            }
            case "armel" -> {
                processor = "arm";
                level = "v6";
            }
            case "arm" -> level = arm(level);
            default -> {}
        }
        return new Platform(system.equals("macos") ? "darwin" : system, processor, level, osVersion, osFeatures);
    }

    private static String arm64(String level) {
        return switch (level) {
            case "8", "v8", "v8.0" -> "";
            case "9", "9.0", "v9.0" -> "v9";
            default -> level;
        };
    }

    private static String arm(String level) {
        return switch (level) {
            case "", "7" -> "v7";
            case "5", "6", "8" -> "v" + level;
            default -> level;
        };
    }
}
