package dev.davit.engine.runtime;

import dev.davit.engine.kernel.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user namespace, and perhaps a network namespace of its own, there at least until this is closed. */
public final class HeldNamespaces implements AutoCloseable {

    private final @Nullable ChildProcess holder;
    private final String user;
    private final @Nullable String net;

    private HeldNamespaces(@Nullable ChildProcess holder, String user, @Nullable String net) {
        this.holder = holder;
        this.user = user;
        this.net = net;
    }

    /** Of a process that is there anyway. */
    public static HeldNamespaces borrowed(String user) {
        return new HeldNamespaces(null, user, null);
    }

    static HeldNamespaces await(ChildProcess holder, Path errors, JsonMapper json) throws IOException, RuntimeFailure {
        String line =
                new BufferedReader(new InputStreamReader(holder.output(), StandardCharsets.UTF_8), 512).readLine();
        try {
            if (line != null) {
                JsonNode said = json.readTree(line);
                return new HeldNamespaces(
                        holder, said.path("user").asString(), said.path("net").asString(null));
            }
        } catch (JacksonException notJson) {
            holder.close();
            holder.await();
            throw new RuntimeFailure(128, line);
        }
        holder.close();
        holder.await();
        throw new RuntimeFailure(128, Files.readString(errors).strip());
    }

    /** Path of the user namespace. */
    public String user() {
        return user;
    }

    /** Path of the network namespace; null where none was asked for. */
    public @Nullable String net() {
        return net;
    }

    @Override
    public void close() throws IOException {
        if (holder != null) {
            holder.close();
            holder.await();
        }
    }
}
