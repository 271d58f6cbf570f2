package dev.davit.storage.ids;

import dev.davit.contracts.storage.IdMappings.Range;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.kernel.Fd;
import dev.davit.storage.kernel.Kernel;
import dev.davit.storage.kernel.Open;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** User namespaces with nobody in them: by one, the kernel is told how to map the ids of a mount. */
@Component
public class UserNamespaces {

    private final Kernel kernel;
    private final Map<IdMap, Fd> known = new ConcurrentHashMap<>();

    UserNamespaces(Kernel kernel) {
        this.kernel = kernel;
    }

    /** One of these mappings, kept for the life of this service: hosts have one or two. */
    public Fd of(IdMap ids) {
        return known.computeIfAbsent(ids, this::make);
    }

    // A process of many threads can make none itself.
    private Fd make(IdMap ids) {
        try {
            Process holder = new ProcessBuilder("unshare", "--user", "sh", "-c", "echo; read end")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                if (holder.getInputStream().read() != '\n') {
                    throw new IOException("unshare(1) made none");
                }
                Path process = Path.of("/proc", Long.toString(holder.pid()));
                Files.writeString(process.resolve("uid_map"), lines(ids.uids()));
                Files.writeString(process.resolve("gid_map"), lines(ids.gids()));
                return kernel.open(process.resolve("ns/user").toString(), Open.READ);
            } finally {
                holder.destroy();
            }
        } catch (IOException failure) {
            throw DavitException.internal(
                    "cannot make a user namespace of " + ids.text() + ": " + failure.getMessage(), failure);
        }
    }

    private static String lines(List<Range> ranges) {
        StringBuilder lines = new StringBuilder();
        for (Range range : ranges) {
            lines.append(range.container()).append(' ').append(range.host()).append(' ');
            lines.append(range.size()).append('\n');
        }
        return lines.toString();
    }
}
