package dev.davit.registry.upload;

import dev.davit.registry.replica.Lease;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of an upload that one request brings.
 *
 * @param from the offset that they belong at; -1: wherever the upload is
 * @param length -1: not said
 */
record Chunk(InputStream body, long from, long length) {

    private static final Pattern RANGE = Pattern.compile("(?:bytes )?(\\d{1,18})-(\\d{1,18})(?:/.*)?");

    static Chunk of(Exchange exchange) throws IOException {
        String header = exchange.header("Content-Range");
        if (header == null) {
            return new Chunk(exchange.body(), -1, exchange.length());
        }
        Matcher range = RANGE.matcher(header);
        if (!range.matches()) {
            throw RegistryError.invalid(ErrorCode.BLOB_UPLOAD_INVALID, "Content-Range is written first-last");
        }
        long from = Long.parseLong(range.group(1));
        long length = Long.parseLong(range.group(2)) - from + 1;
        if (length < 0 || (exchange.length() >= 0 && exchange.length() != length)) {
            throw RegistryError.invalid(ErrorCode.SIZE_INVALID, "Content-Range and Content-Length disagree");
        }
        return new Chunk(exchange.body(), from, length);
    }

    /** The same, as long as nobody else may have taken the upload over. */
    Chunk under(Lease lease) {
        return new Chunk(new ClaimedBody(body, lease), from, length);
    }
}
