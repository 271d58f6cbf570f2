package dev.davit.storage.archive;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where an entry goes: a path within the root, without {@code .}, {@code ..} or a leading slash; empty: the root. */
final class EntryPath {

    private static final int PATH_MAX = 4095;

    private EntryPath() {}

    static String clean(String name) throws ArchiveException {
        if (name.length() > PATH_MAX) {
            throw new ArchiveException("name of " + name.length() + " bytes is too long");
        }
        if (name.indexOf('\0') >= 0) {
            throw new ArchiveException("archive/tar: invalid tar header");
        }
        if (isClean(name)) {
            return name;
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/", -1)) {
            switch (part) {
                case "", "." -> {}
                case ".." -> {
                    if (parts.pollLast() == null) {
                        throw new ArchiveException("\"" + name + "\" is outside of the root");
                    }
                }
                default -> parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static boolean isClean(String name) {
        int start = 0;
        while (start <= name.length()) {
            int slash = name.indexOf('/', start);
            int end = slash < 0 ? name.length() : slash;
            int length = end - start;
            if (length == 0
                    || (length == 1 && name.charAt(start) == '.')
                    || (length == 2 && name.startsWith("..", start))) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
