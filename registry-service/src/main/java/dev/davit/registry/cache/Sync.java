package dev.davit.registry.cache;

import dev.davit.registry.access.Glob;
import dev.davit.registry.upstream.Upstream;
import dev.davit.registry.upstream.WhenUpstreamsAreSet;
import dev.davit.registry.web.RegistryError;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Fetches what is wanted of an upstream before anybody asks for it, and looks at it again each time. */
@Component
@WhenUpstreamsAreSet
class Sync {

    private final TagLists tags;
    private final ManifestCache manifests;
    private final ReferrerLists referrers;
    private final SignatureCache signatures;
    private final SyncImage images;
    private final Set<String> running = ConcurrentHashMap.newKeySet();
    private final Map<String, SyncReport> reports = new ConcurrentHashMap<>();

    Sync(TagLists tags, ManifestCache manifests, ReferrerLists referrers, SignatureCache signatures, SyncImage images) {
        this.tags = tags;
        this.manifests = manifests;
        this.referrers = referrers;
        this.signatures = signatures;
        this.images = images;
    }

    /** What the last syncs came to, or those that are under way. */
    List<SyncReport> reports() {
        return List.copyOf(new TreeMap<>(reports).values());
    }

    /** Repositories as the upstream names them, and patterns of their tags. */
    record Wanted(String repository, List<Glob> tags) {}

    /** Does it now, unless it is under way. */
    void run(Upstream upstream, List<Wanted> wanted) {
        if (running.add(upstream.name())) {
            work(upstream, wanted);
        }
    }

    /** Begins it; false: it is under way already. */
    boolean begin(Upstream upstream, List<Wanted> wanted) {
        boolean begins = running.add(upstream.name());
        if (begins) {
            Thread.ofVirtual().name("sync of " + upstream.name()).start(() -> work(upstream, wanted));
        }
        return begins;
    }

    private void work(Upstream upstream, List<Wanted> wanted) {
        try {
            tags.doubt();
            manifests.doubt();
            referrers.doubt();
            signatures.doubt();
            SyncProgress progress = new SyncProgress(upstream.name());
            report(progress, false);
            for (Wanted repository : wanted) {
                run(upstream, repository, progress);
            }
            report(progress, true);
        } finally {
            running.remove(upstream.name());
        }
    }

    private void run(Upstream upstream, Wanted wanted, SyncProgress progress) {
        String local = upstream.prefix() + wanted.repository();
        try {
            List<String> names = tags.list(upstream, local)
                    .orElseThrow(() -> new IOException("the upstream has no such repository"));
            SyncImage.Source source = new SyncImage.Source(upstream, local, Set.copyOf(names), progress);
            for (String name : names) {
                if (wanted.tags().stream().anyMatch(glob -> glob.matches(name))) {
                    images.fetch(source, name);
                    report(progress, false);
                }
            }
        } catch (IOException | RegistryError failure) {
            progress.failed(wanted.repository(), failure);
        }
    }

    private void report(SyncProgress progress, boolean finished) {
        SyncReport report = progress.report(finished);
        reports.put(report.upstream(), report);
    }
}
