package dev.davit.registry.manifest;

import dev.davit.registry.admission.Admission;
import dev.davit.registry.pull.PullCounts;
import dev.davit.registry.reference.Digest;
import dev.davit.registry.reference.Reference;
import dev.davit.registry.reference.Tag;
import dev.davit.registry.web.Endpoint;
import dev.davit.registry.web.ErrorCode;
import dev.davit.registry.web.Exchange;
import dev.davit.registry.web.RegistryError;
import dev.davit.registry.web.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** {@code /v2/<name>/manifests/<tag or digest>}: GET, HEAD, PUT, DELETE. */
@Component
class ManifestEndpoint implements Endpoint {

    private static final int LIMIT = 4 * 1024 * 1024; // what the specification asks for at least
    private static final int TAGS = 100;

    private final Manifests manifests;
    private final Admission admission;
    private final PullCounts pulls;

    ManifestEndpoint(Manifests manifests, Admission admission, PullCounts pulls) {
        this.manifests = manifests;
        this.admission = admission;
        this.pulls = pulls;
    }

    @Override
    public Set<Route.Kind> serves() {
        return Set.of(Route.Kind.MANIFEST);
    }

    @Override
    public void handle(Route.Kind kind, Exchange exchange) throws IOException {
        Reference reference = Reference.parse(exchange.reference());
        switch (exchange.method()) {
            case "GET", "HEAD" -> get(exchange, reference);
            case "PUT" -> put(exchange, reference);
            case "DELETE" -> delete(exchange, reference);
            default -> throw exchange.notAllowed("GET, HEAD, PUT, DELETE");
        }
    }

    private void get(Exchange exchange, Reference reference) throws IOException {
        ManifestRef manifest =
                manifests.find(exchange.repository(), reference).orElseThrow(() -> unknown(exchange, reference));
        if (exchange.head() && !manifests.present(manifest)) {
            throw unknown(exchange, reference);
        }
        admission.checkPull(exchange.caller(), reference, manifest.image(exchange.repository()));
        exchange.set("Docker-Content-Digest", manifest.digest()).set("ETag", "\"" + manifest.digest() + "\"");
        if (exchange.notModified(manifest.digest())) {
            return;
        }
        if (exchange.head()) {
            exchange.begin(200, manifest.mediaType(), manifest.size());
        } else {
            exchange.send(200, manifest.mediaType(), manifests.content(manifest));
            pulls.pulled(exchange.repository(), reference);
        }
    }

    private void put(Exchange exchange, Reference reference) throws IOException {
        List<Tag> tags = tags(exchange, reference);
        Digest named = reference instanceof Digest digest ? digest : null;
        Pushed pushed = Pushed.check(body(exchange), named, exchange.header("Content-Type"));
        admission.checkPush(pushed.image(exchange.repository()), pushed.content(), tags);
        manifests.put(exchange.caller(), exchange.repository(), pushed, tags);
        if (pushed.references().subject() != null) {
            exchange.set("OCI-Subject", pushed.references().subject());
        }
        if (!exchange.parameters("tag").isEmpty()) {
            exchange.set("OCI-Tag", tags.stream().map(Tag::name).collect(Collectors.joining(", ")));
        }
        exchange.set("Location", "/v2/" + exchange.repository() + "/manifests/" + pushed.digest())
                .set("Docker-Content-Digest", pushed.digest().toString())
                .send(201);
    }

    private static List<Tag> tags(Exchange exchange, Reference reference) {
        List<Tag> tags = new ArrayList<>();
        if (reference instanceof Tag tag) {
            tags.add(tag);
        }
        exchange.parameters("tag").forEach(name -> tags.add(Tag.parse(name)));
        if (tags.size() > TAGS) {
            throw new RegistryError(414, ErrorCode.UNSUPPORTED, "at most " + TAGS + " tags are taken at once");
        }
        return tags;
    }

    private static byte[] body(Exchange exchange) throws IOException {
        byte[] content =
                exchange.length() > LIMIT ? new byte[0] : exchange.body().readNBytes(LIMIT + 1);
        if (exchange.length() > LIMIT || content.length > LIMIT) {
            throw new RegistryError(413, ErrorCode.SIZE_INVALID, "a manifest has at most " + LIMIT + " bytes");
        }
        if (exchange.length() >= 0 && exchange.length() != content.length) {
            throw RegistryError.invalid(ErrorCode.SIZE_INVALID, "the body ended before it was complete");
        }
        return content;
    }

    private void delete(Exchange exchange, Reference reference) {
        if (!manifests.delete(exchange.caller(), exchange.repository(), reference)) {
            throw unknown(exchange, reference);
        }
        exchange.send(202);
    }

    private static RegistryError unknown(Exchange exchange, Reference reference) {
        return RegistryError.unknown(
                ErrorCode.MANIFEST_UNKNOWN,
                "the repository " + exchange.repository() + " has no manifest " + reference);
    }
}
