package dev.davit.storage.snapshot;

import dev.davit.contracts.storage.MountRequest;
import dev.davit.contracts.storage.UserIds;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.kernel.Errno;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.KernelException;
import dev.davit.storage.kernel.Open;
import dev.davit.storage.kernel.Raw;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds users and groups in a root file system's own files, by the rules of Docker: a number is never looked up as a
 * name, and must fit 31 bits, lest it wraps around to root.
 */
@Component
class UserLookup {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final long MOST = Integer.MAX_VALUE;
    private static final int MOST_BYTES = 8 << 20;

    private final Kernel kernel;

    UserLookup(Kernel kernel) {
        this.kernel = kernel;
    }

    UserIds find(Fd root, MountRequest request) {
        String text = request.user() == null ? "" : request.user();
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        List<String[]> groupFile = lines(root, "/etc/group", 4);
        String[] entry = user(lines(root, "/etc/passwd", 7), user);
        long uid = entry == null ? number(user.isEmpty() ? "0" : user) : number(entry[2]);
        long gid = !group.isEmpty() ? group(groupFile, group) : entry == null ? 0 : number(entry[3]);
        Set<Long> groups = new LinkedHashSet<>();
        if (group.isEmpty() && entry != null) {
            groups.addAll(memberships(groupFile, entry[0]));
        }
        for (String further : request.groups()) {
            groups.add(group(groupFile, further));
        }
        String home = entry == null || entry[5].isEmpty() ? "/" : entry[5];
        return new UserIds(uid, gid, List.copyOf(groups), home);
    }

    private static String @Nullable [] user(List<String[]> passwd, String user) {
        String wanted = user.isEmpty() ? "0" : user;
        boolean number = NUMBER.matcher(wanted).matches();
        if (number) {
            number(wanted);
        }
        for (String[] line : passwd) {
            if (number ? line[2].equals(wanted) : line[0].equals(wanted)) {
                return line;
            }
        }
        if (number) {
            return null;
        }
        throw DavitException.invalid("unable to find user " + user + ": no matching entries in passwd file");
    }

    private static long group(List<String[]> groups, String group) {
        if (NUMBER.matcher(group).matches()) {
            return number(group);
        }
        for (String[] line : groups) {
            if (line[0].equals(group)) {
                return number(line[2]);
            }
        }
        throw DavitException.invalid("unable to find group " + group + ": no matching entries in group file");
    }

    private static List<Long> memberships(List<String[]> groups, String user) {
        List<Long> ids = new ArrayList<>();
        for (String[] line : groups) {
            if (List.of(line[3].split(",", -1)).contains(user)) {
                ids.add(number(line[2]));
            }
        }
        return ids;
    }

    private static long number(String text) {
        try {
            long value = Long.parseLong(text.trim());
            if (value >= 0 && value <= MOST) {
                return value;
            }
        } catch (NumberFormatException notNumber) {
            // said below
        }
        throw DavitException.invalid("uids and gids must be in range 0-" + MOST);
    }

    private List<String[]> lines(Fd root, String path, int fields) {
        List<String[]> lines = new ArrayList<>();
        for (String line : content(root, path).split("\n", -1)) {
            String[] parts = line.trim().split(":", fields);
            if (parts.length > 2
                    && !parts[0].isEmpty()
                    && NUMBER.matcher(parts[2].trim()).matches()) {
                String[] all = new String[fields];
                Arrays.fill(all, "");
                System.arraycopy(parts, 0, all, 0, parts.length);
                lines.add(all);
            }
        }
        return lines;
    }

    private String content(Fd root, String path) {
        try (Fd place = kernel.openIn(root, path, Open.PATH)) {
            if (!kernel.stat(place, "").isRegular()) {
                return ""; // a fifo would keep us, a device could do anything
            }
        } catch (KernelException absent) {
            return "";
        }
        try (Fd file = kernel.openIn(root, path, Open.READ | Open.NONBLOCK)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = kernel.read(file, buffer, 0, buffer.length);
                    n > 0;
                    n = kernel.read(file, buffer, 0, buffer.length)) {
                all.write(buffer, 0, n);
                if (all.size() > MOST_BYTES) {
                    throw DavitException.invalid(
                            Raw.text(path) + " of the image is larger than " + MOST_BYTES + " bytes");
                }
            }
            return all.toString(StandardCharsets.UTF_8);
        } catch (KernelException failure) {
            if (failure.is(Errno.ENOENT)) {
                return "";
            }
            throw failure;
        }
    }
}
