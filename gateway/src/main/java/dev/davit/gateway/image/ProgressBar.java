package dev.davit.gateway.image;

import java.util.Locale;

/** The bar that Docker's clients draw: {@code [====>      ]  1.2MB/3.4MB}. */
final class ProgressBar {

    private static final int WIDTH = 50;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private ProgressBar() {}

    static String draw(long current, long total) {
        if (current <= 0 && total <= 0) {
            return "";
        }
        if (total <= 0) {
            return padded(current);
        }
        int filled = Math.clamp((current * 100 / total) / 2, 0, WIDTH);
        String bar = "[" + "=".repeat(filled) + ">" + " ".repeat(WIDTH - filled) + "] ";
        return bar + padded(current) + (current > total ? "" : "/" + size(total));
    }

    private static String padded(long bytes) {
        return String.format(Locale.ROOT, "%8s", size(bytes));
    }

    // Four significant digits at most, powers of ten.
    static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return significant(value) + UNITS[unit];
    }

    private static String significant(double value) {
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
