package dev.davit.registry.revocation;

import dev.davit.registry.trust.RevocationSource;
import dev.davit.registry.trust.TrustProperties;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A folder, and the servers that certificates name, each as far as they are needed. */
@Component
class RevocationServers implements RevocationSource {

    private static final int LIST = 8 * 1024 * 1024;
    private static final int ANSWER = 64 * 1024;
    private static final int FILES = 100;
    private static final ContentType REQUEST = ContentType.create("application/ocsp-request");

    private final TrustProperties properties;
    private @Nullable BoundedClient client;

    RevocationServers(TrustProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<byte[]> held() throws IOException {
        Path folder = properties.revocationLists();
        if (folder == null) {
            return List.of();
        }
        List<byte[]> lists = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).limit(FILES).toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    lists.add(in.readNBytes(LIST));
                }
            }
        }
        return lists;
    }

    @Override
    public byte[] list(String url) throws IOException {
        return client().send(new HttpGet(parse(url)), LIST);
    }

    @Override
    public byte[] ask(String url, byte[] request) throws IOException {
        HttpUriRequestBase post = new HttpPost(parse(url));
        post.setEntity(new ByteArrayEntity(request, REQUEST));
        return client().send(post, ANSWER);
    }

    private static URI parse(String url) throws IOException {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null
                    && uri.getUserInfo() == null
                    && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            throw new IOException("a certificate names a malformed URL", malformed);
        }
        throw new IOException("a certificate names a URL that is not http or https");
    }

    private synchronized BoundedClient client() {
        if (client == null) {
            client = new BoundedClient(properties.revocationHosts());
        }
        return client;
    }

    @PreDestroy
    synchronized void close() throws IOException {
        if (client != null) {
            client.close();
        }
    }
}
