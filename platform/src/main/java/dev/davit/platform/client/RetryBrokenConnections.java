package dev.davit.platform.client;

import org.apache.hc.client5.http.impl.DefaultHttpRequestRetryStrategy;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;

/** Asks once more where a kept connection had been closed; an answer, also 429 or 503, is the answer. */
final class RetryBrokenConnections extends DefaultHttpRequestRetryStrategy {

    RetryBrokenConnections() {
        super(1, TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public boolean retryRequest(HttpResponse response, int execCount, HttpContext context) {
        return false;
    }
}
