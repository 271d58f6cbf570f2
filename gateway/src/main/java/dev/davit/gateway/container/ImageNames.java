package dev.davit.gateway.container;

import dev.davit.contracts.engine.Container;
import dev.davit.contracts.storage.Image;
import dev.davit.contracts.storage.StorageApi;
import dev.davit.platform.error.DavitException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Which image a name means now: a container whose image's name has moved on is listed by the image's id. */
@Component
class ImageNames {

    private static final Logger LOG = LoggerFactory.getLogger(ImageNames.class);

    private final StorageApi storage;

    ImageNames(StorageApi storage) {
        this.storage = storage;
    }

    /** Begins to look; the caller goes on meanwhile. */
    Current current() {
        CompletableFuture<Map<String, String>> ids = new CompletableFuture<>();
        Thread.ofVirtual().name("image-names").start(() -> {
            try {
                ids.complete(index(storage.images()));
            } catch (RuntimeException failure) {
                ids.completeExceptionally(failure);
            }
        });
        return new Current(ids::join);
    }

    private static Map<String, String> index(List<Image> images) {
        Map<String, String> ids = new HashMap<>();
        for (Image image : images) {
            image.tags().forEach(tag -> ids.put(tag, image.id()));
            image.digests().forEach(digest -> ids.put(digest, image.id()));
            ids.put(image.id(), image.id());
        }
        return ids;
    }

    /** The names at one time. */
    static final class Current {

        private final Supplier<Map<String, String>> lookup;
        private @Nullable Map<String, String> found;

        Current(Supplier<Map<String, String>> lookup) {
            this.lookup = lookup;
        }

        // Without the storage service containers can still be listed.
        private @Nullable Map<String, String> ids() {
            try {
                if (found == null) {
                    found = lookup.get();
                }
                return found;
            } catch (CompletionException failure) {
                LOG.warn("cannot look up images: {}", failure.getMessage());
                return null;
            }
        }

        /** The image as a list of containers shows it. */
        String shown(Container container) {
            String asked = container.spec().image();
            Map<String, String> ids = ids();
            if (ids == null || asked.equals(container.imageId()) || isId(asked, container.imageId())) {
                return asked;
            }
            return container.imageId().equals(ids.get(familiar(asked))) ? asked : container.imageId();
        }

        /** The id of an image, null when there is none. */
        @Nullable String id(String ref) {
            Map<String, String> ids = ids();
            if (ids == null) {
                throw DavitException.unavailable("the storage service does not answer", null);
            }
            String id = ids.get(familiar(ref));
            return id != null
                    ? id
                    : ids.values().stream()
                            .filter(each -> isId(ref, each))
                            .findFirst()
                            .orElse(null);
        }

        private static boolean isId(String ref, String id) {
            String digits = ref.startsWith("sha256:") ? ref.substring("sha256:".length()) : ref;
            return digits.matches("[0-9a-f]{4,64}") && id.startsWith("sha256:" + digits);
        }

        // The form of Image.tags.
        private static String familiar(String ref) {
            String name = ref;
            for (String prefix : List.of("docker.io/library/", "docker.io/", "library/")) {
                if (name.startsWith(prefix)) {
                    name = name.substring(prefix.length());
                    break;
                }
            }
            boolean tagged = name.indexOf('@') >= 0 || name.lastIndexOf(':') > name.lastIndexOf('/');
            return tagged ? name : name + ":latest";
        }
    }
}
