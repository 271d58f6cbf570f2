package dev.davit.storage.image;

import dev.davit.storage.reference.Reference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * What was read of images since they last changed: every start of a container asks for one. Nobody else writes this
 * host's tables.
 */
@Component
class ImageCache {

    private volatile Known known = new Known();

    /** An image and its names. */
    record Named(ImageRow row, List<Reference> names) {}

    /** Reads of one state. Take it before reading: what was read too early lands where nobody looks any more. */
    static final class Known {

        private final Map<String, String> ids = new ConcurrentHashMap<>();
        private final Map<String, Named> images = new ConcurrentHashMap<>();

        /** Ids, by the name as it was asked for. */
        Map<String, String> ids() {
            return ids;
        }

        /** Images, by their id. */
        Map<String, Named> images() {
            return images;
        }
    }

    /** Where to look, and where to keep what is read next. */
    Known known() {
        return known;
    }

    /** Forgets everything; after the commit of any change. */
    void changed() {
        known = new Known();
    }
}
