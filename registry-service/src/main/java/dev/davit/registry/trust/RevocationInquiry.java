package dev.davit.registry.trust;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out about one certificate: in the lists at hand, then by OCSP, then by the lists that it names. */
final class RevocationInquiry {

    private static final int MOST = 3; // URLs of a kind

    private final RevocationSource source;
    private final X509Certificate certificate;
    private final X509Certificate issuer;
    private final Instant now;

    RevocationInquiry(RevocationSource source, X509Certificate certificate, X509Certificate issuer, Instant now) {
        this.source = source;
        this.certificate = certificate;
        this.issuer = issuer;
        this.now = now;
    }

    RevocationStatus status() throws IOException, Untrusted {
        Optional<RevocationStatus> held = held();
        if (held.isPresent()) {
            return held.get();
        }
        RevocationUrls urls = RevocationUrls.of(certificate);
        if (urls.servers().isEmpty() && urls.lists().isEmpty()) {
            return new RevocationStatus(false, Instant.MAX); // it cannot be revoked
        }
        Untrusted problem = new Untrusted("it names no server");
        for (String url : first(urls.servers())) {
            try {
                OcspRequest request = new OcspRequest(certificate, issuer);
                return request.read(source.ask(url, request.encoded()), now);
            } catch (IOException | Untrusted failure) {
                problem = new Untrusted(url + ": " + failure.getMessage());
            }
        }
        if (urls.lists().isEmpty()) {
            throw problem;
        }
        return lists(first(urls.lists()));
    }

    private static List<String> first(List<String> urls) {
        return urls.subList(0, Math.min(MOST, urls.size()));
    }

    private Optional<RevocationStatus> held() throws IOException {
        return source.held().stream()
                .flatMap(content -> said(content).stream())
                .max(Comparator.comparing(RevocationStatus::revoked).thenComparing(RevocationStatus::until));
    }

    // Lists of other issuers, about other certificates or out of date say nothing.
    private Optional<RevocationStatus> said(byte[] list) {
        try {
            return Optional.of(RevocationList.parse(list, issuer).status(certificate, now));
        } catch (Untrusted other) {
            return Optional.empty();
        }
    }

    // Each may be about a part of the reasons or certificates: all have to be had.
    private RevocationStatus lists(List<String> urls) throws IOException, Untrusted {
        Instant until = Instant.MAX;
        for (String url : urls) {
            RevocationStatus status =
                    RevocationList.parse(source.list(url), issuer).status(certificate, now);
            if (status.revoked()) {
                return status;
            }
            until = status.until().isBefore(until) ? status.until() : until;
        }
        return new RevocationStatus(false, until);
    }
}
