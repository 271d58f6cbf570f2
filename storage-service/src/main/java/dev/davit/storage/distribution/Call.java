package dev.davit.storage.distribution;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param repeatable whether it may be sent again after a failure
 * @param scope a right that it needs beyond those of the session; empty: none
 */
record Call(
        String method,
        URI uri,
        List<Header> headers,
        @Nullable Body body,
        boolean repeatable,
        String scope) {

    /** Opens the body; again for each attempt. */
    @FunctionalInterface
    interface Body {
        HttpEntity open() throws IOException;
    }

    static Call of(String method, URI uri) {
        return new Call(method, uri, List.of(), null, true, "");
    }

    Call with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new BasicHeader(name, value));
        return new Call(method, uri, List.copyOf(more), body, repeatable, scope);
    }

    Call with(Body content) {
        return new Call(method, uri, headers, content, repeatable, scope);
    }

    Call withScope(String further) {
        return new Call(method, uri, headers, body, repeatable, further);
    }

    Call once() {
        return new Call(method, uri, headers, body, false, scope);
    }
}
