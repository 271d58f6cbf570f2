package dev.davit.storage.image;

import dev.davit.storage.archive.ArchiveException;
import dev.davit.storage.archive.Compression;
import dev.davit.storage.archive.TarEntry;
import dev.davit.storage.archive.TarReader;
import dev.davit.storage.blob.Document;
import dev.davit.storage.layer.Layer;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is in an archive of images, read in one pass: what tells which of its files are layers comes last in most
 * archives, so all that looks like a layer is unpacked as it comes. Names of files are keys here, and never paths.
 */
final class ArchiveContents {

    private static final int MOST_DOCUMENT = 8 << 20;
    private static final int MOST_DOCUMENTS = 64 << 20;
    private static final int MOST_LINKS = 16;
    private static final int HEAD = 512;
    private static final Pattern DIGEST_NAME = Pattern.compile("(?:.*/)?([0-9a-f]{64})(?:\\.tar|/layer\\.tar)?");

    private final LayerStore layers;
    private final Map<String, Document> documents = new HashMap<>();
    private final Map<String, StagedLayer> staged = new HashMap<>();
    private final Map<String, Layer> known = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private int documentBytes;

    ArchiveContents(LayerStore layers) {
        this.layers = layers;
    }

    void read(InputStream archive) throws IOException {
        TarReader tar = new TarReader(new BufferedInputStream(archive, 128 * 1024));
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            String name = plain(entry.name());
            switch (entry.type()) {
                case FILE -> file(name, entry, tar);
                case SYMLINK -> links.put(name, plain(beside(name, entry.link())));
                case HARD_LINK -> links.put(name, plain(entry.link()));
                default -> {}
            }
        }
    }

    private void file(String name, TarEntry entry, TarReader tar) throws IOException {
        Optional<Layer> already = alreadyThere(name);
        if (already.isPresent()) {
            known.put(name, already.get());
            return;
        }
        byte[] head = new byte[HEAD];
        InputStream content = new BufferedInputStream(tar.content(), HEAD * 2);
        content.mark(HEAD);
        int n = content.readNBytes(head, 0, HEAD);
        content.reset();
        if (n > 0 && (head[0] == '{' || head[0] == '[') && entry.size() <= MOST_DOCUMENT) {
            document(name, content.readAllBytes());
        } else if (Compression.of(head, n) != Compression.NONE || TarReader.begins(head, n)) {
            StagedLayer before = staged.put(name, layers.unpack(content, ""));
            if (before != null) {
                layers.discard(before);
            }
        }
    }

    private void document(String name, byte[] content) throws ArchiveException {
        documentBytes += content.length;
        if (documentBytes > MOST_DOCUMENTS) {
            throw new ArchiveException("archive holds more than " + MOST_DOCUMENTS + " bytes of JSON");
        }
        documents.put(name, new Document(content));
    }

    // The name is but a hint that what comes is known already; what is used then is what is known.
    private Optional<Layer> alreadyThere(String name) {
        Matcher matcher = DIGEST_NAME.matcher(name);
        return matcher.matches() ? layers.find("sha256:" + matcher.group(1)) : Optional.empty();
    }

    private static String beside(String name, String link) {
        int slash = name.lastIndexOf('/');
        return link.startsWith("/") || slash < 0 ? link : name.substring(0, slash + 1) + link;
    }

    private static String plain(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private String followed(String name) {
        String at = plain(name);
        for (int i = 0; i < MOST_LINKS && links.containsKey(at); i++) {
            at = links.getOrDefault(at, at);
        }
        return at;
    }

    @Nullable Document document(String name) {
        return documents.get(followed(name));
    }

    Document requiredDocument(String name) throws ArchiveException {
        Document document = document(name);
        if (document == null) {
            throw new ArchiveException("invalid archive: it has no \"" + name + "\"");
        }
        return document;
    }

    /** The diff id of a layer; the layer itself too, unless it was there before. */
    Found layer(String name) throws ArchiveException {
        String at = followed(name);
        StagedLayer fresh = staged.get(at);
        if (fresh != null) {
            return new Found(fresh.diffId(), fresh);
        }
        Layer before = known.get(at);
        if (before == null) {
            throw new ArchiveException("invalid archive: it has no layer \"" + name + "\"");
        }
        return new Found(before.diffId(), null);
    }

    /** Removes what was unpacked, all but what has been {@code used}. */
    void discardAllBut(List<StagedLayer> used) {
        staged.values().stream().filter(layer -> !used.contains(layer)).forEach(layers::discard);
    }

    /** A layer of the archive. */
    record Found(String diffId, @Nullable StagedLayer staged) {}
}
