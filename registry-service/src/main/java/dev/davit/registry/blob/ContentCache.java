package dev.davit.registry.blob;

import dev.davit.registry.RegistryProperties;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Contents in memory, by digest, the least recently used given up first. Whether a repository may read one is asked
 * elsewhere, each time.
 */
@Component
public class ContentCache {

    private final long limit;
    private final Map<String, byte[]> contents = new LinkedHashMap<>(256, 0.75f, true);
    private long held;

    @Autowired
    ContentCache(RegistryProperties properties) {
        this(properties.cache().toBytes());
    }

    ContentCache(long limit) {
        this.limit = limit;
    }

    /** The content of this digest, loaded if it is not held. */
    public byte[] get(String digest, Loader loader) throws IOException {
        synchronized (contents) {
            byte[] content = contents.get(digest);
            if (content != null) {
                return content;
            }
        }
        byte[] loaded = loader.load();
        put(digest, loaded);
        return loaded;
    }

    /** Holds it no more. */
    public void forget(String digest) {
        synchronized (contents) {
            byte[] before = contents.remove(digest);
            held -= before == null ? 0 : before.length;
        }
    }

    /** Whether it is held. */
    public boolean has(String digest) {
        synchronized (contents) {
            return contents.containsKey(digest);
        }
    }

    /** Holds a content, unless it would take a large part of the room. */
    public void put(String digest, byte[] content) {
        if (content.length > limit / 4) {
            return;
        }
        synchronized (contents) {
            byte[] before = contents.put(digest, content);
            held += content.length - (before == null ? 0 : before.length);
            Iterator<byte[]> eldest = contents.values().iterator();
            while (held > limit && eldest.hasNext()) {
                held -= eldest.next().length;
                eldest.remove();
            }
        }
    }

    /** Where a content comes from. */
    @FunctionalInterface
    public interface Loader {

        /** All of it. */
        byte[] load() throws IOException;
    }
}
