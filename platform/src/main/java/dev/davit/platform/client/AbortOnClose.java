package dev.davit.platform.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * Gives up the connection of a stream that is closed before its end. HttpClient would read it to the end first, to use
 * the connection again, and an endless stream has none.
 */
final class AbortOnClose implements ExecChainHandler {

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null && isStream(entity)) {
            response.setEntity(new StreamEntity(entity, scope.execRuntime));
        }
        return response;
    }

    private static boolean isStream(HttpEntity entity) {
        ContentType type = ContentType.parseLenient(entity.getContentType());
        return ContentType.APPLICATION_OCTET_STREAM.isSameMimeType(type);
    }

    private static final class StreamEntity extends HttpEntityWrapper {

        private final InputStream content;

        StreamEntity(HttpEntity entity, ExecRuntime runtime) throws IOException {
            super(entity);
            this.content = new StreamContent(entity.getContent(), runtime);
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        // The wrapped entity would look for the end of the stream, for a second.
        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    private static final class StreamContent extends FilterInputStream {

        private final ExecRuntime runtime;
        private boolean ended;

        StreamContent(InputStream in, ExecRuntime runtime) {
            super(in);
            this.runtime = runtime;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            ended |= b < 0;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = in.read(buffer, offset, length);
            ended |= n < 0;
            return n;
        }

        @Override
        public void close() throws IOException {
            if (ended) {
                in.close();
            } else {
                runtime.discardEndpoint();
            }
        }
    }
}
