package dev.davit.gateway.image;

import dev.davit.contracts.storage.Image;
import dev.davit.gateway.api.Filters;
import dev.davit.gateway.api.Times;
import dev.davit.platform.error.DavitException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which images a client wants to see. */
record ImageFilter(Filters filters) {

    private static final Set<String> KEYS =
            Set.of("dangling", "label", "label!", "before", "since", "reference", "until");

    static ImageFilter read(Filters filters) {
        return new ImageFilter(filters.accepting(KEYS));
    }

    List<Image> apply(List<Image> images) {
        Instant before = earlier(created(images, "before"), until());
        Instant since = created(images, "since");
        Boolean dangling = filters.flag("dangling");
        return images.stream()
                .filter(image -> before == null || time(image).isBefore(before))
                .filter(image -> since == null || time(image).isAfter(since))
                .filter(image -> dangling == null || dangling == image.tags().isEmpty())
                .filter(image -> filters.matchesLabels("label", image.config().labels()))
                .filter(image ->
                        !filters.matchesAnyLabel("label!", image.config().labels()))
                .map(this::referenced)
                .filter(image -> !filters.has("reference")
                        || !image.tags().isEmpty()
                        || !image.digests().isEmpty())
                .sorted(Comparator.comparing(ImageFilter::time).reversed())
                .toList();
    }

    private static Instant time(Image image) {
        return image.created() == null ? Instant.EPOCH : image.created();
    }

    private @Nullable Instant until() {
        return Times.parse(filters.get("until").stream().findFirst().orElse(""));
    }

    private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }

    private @Nullable Instant created(List<Image> images, String key) {
        String ref = filters.get(key).stream().findFirst().orElse("");
        if (ref.isEmpty()) {
            return null;
        }
        String name = Names.hasTag(ref) ? ref : ref + ":latest";
        return images.stream()
                .filter(image -> image.tags().contains(name)
                        || image.digests().contains(ref)
                        || image.id().equals(ref)
                        || image.id().startsWith("sha256:" + ref))
                .map(ImageFilter::time)
                .findFirst()
                .orElseThrow(() -> DavitException.notFound("No such image: " + ref));
    }

    // Only the names that were asked for are shown.
    private Image referenced(Image image) {
        if (!filters.has("reference")) {
            return image;
        }
        return new Image(
                image.id(),
                image.tags().stream().filter(this::isWanted).toList(),
                image.digests().stream().filter(this::isWanted).toList(),
                image.created(),
                image.architecture(),
                image.os(),
                image.variant(),
                image.author(),
                image.comment(),
                image.config(),
                image.size(),
                image.layers(),
                image.chainId(),
                image.lastTagged(),
                image.driver(),
                image.containers());
    }

    private boolean isWanted(String name) {
        return filters.get("reference").stream().anyMatch(pattern -> isMatch(pattern, name));
    }

    private static boolean isMatch(String pattern, String name) {
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        return matcher.matches(Path.of(name)) || matcher.matches(Path.of(Names.withoutTag(name)));
    }
}
