package dev.davit.registry.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of a {@code Range} header (RFC 9110), resolved against a size. */
public record ByteRange(long offset, long length) {

    private static final Pattern SINGLE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /**
     * The range that is asked for; empty: all of it. Several ranges, or what is no byte range, are answered with all.
     * A range that ends before it begins or begins behind the end is refused with 416.
     */
    public static Optional<ByteRange> parse(@Nullable String header, long size) {
        Matcher range = SINGLE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        long from;
        long to;
        if (range.group(1).isEmpty()) {
            from = Math.max(0, size - Long.parseLong(range.group(2)));
            to = size - 1;
        } else {
            from = Long.parseLong(range.group(1));
            to = range.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(range.group(2)), size - 1);
        }
        if (from >= size || to < from) {
            throw new RegistryError(
                            416, ErrorCode.SIZE_INVALID, "the range is not within the " + size + " bytes of the blob")
                    .with("Content-Range", "bytes */" + size);
        }
        return Optional.of(new ByteRange(from, to - from + 1));
    }

    /** As in a {@code Content-Range} header. */
    public String of(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
