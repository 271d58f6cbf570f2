package dev.davit.engine.attach;

import static dev.davit.engine.container.Containers.event;

import dev.davit.contracts.engine.ContainerStatus;
import dev.davit.engine.container.Containers;
import dev.davit.engine.container.LiveContainer;
import dev.davit.engine.container.Run;
import dev.davit.engine.logs.LogQuery;
import dev.davit.engine.logs.Logs;
import dev.davit.engine.runtime.MonitorSocket;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.hijack.HijackedConnection;
import dev.davit.platform.hijack.RawConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Connects clients with the streams of containers, those that run and those that are about to. */
@Component
public class Attachments {

    private final Containers containers;
    private final Logs logs;

    Attachments(Containers containers, Logs logs) {
        this.containers = containers;
        this.logs = logs;
    }

    /** What to do with the client's connection; the client is registered when this returns. */
    public HijackedConnection.Conversation open(LiveContainer container, AttachRequest request) {
        boolean tty = container.definition().spec().process().tty();
        List<Integer> keys = DetachKeys.parse(request.detachKeys(), tty);
        ContainerStatus status = container.observed().status();
        if (status == ContainerStatus.PAUSED) {
            throw DavitException.conflict(
                    "container " + container.name() + " is paused, unpause the container before attach");
        }
        if (status == ContainerStatus.RESTARTING) {
            throw DavitException.conflict(
                    "container " + container.name() + " is restarting, wait until the container is running");
        }
        boolean openStdin = container.definition().spec().process().openStdin();
        MonitorSocket.Attachment attachment =
                new MonitorSocket.Attachment(request.stdin() && openStdin, request.stdout(), request.stderr(), keys);
        PendingAttach pending = request.stream() ? connect(container, attachment) : null;
        return (in, out) -> converse(container, request, pending, in, out);
    }

    private static PendingAttach connect(LiveContainer container, MonitorSocket.Attachment attachment) {
        PendingAttach pending = new PendingAttach(attachment);
        container.lock().lock(); // so that no start comes in between
        try {
            Run run = container.run();
            if (run != null) {
                pending.created(run);
            } else {
                container.onStart(pending);
            }
            return pending;
        } finally {
            container.lock().unlock();
        }
    }

    private void converse(
            LiveContainer container,
            AttachRequest request,
            @Nullable PendingAttach pending,
            InputStream in,
            OutputStream out)
            throws IOException {
        containers.log(List.of(event(container, "attach", Map.of()))); // here, since the client has its answer already
        if (request.logs()) {
            LogQuery soFar = new LogQuery(false, request.stdout(), request.stderr(), null, null, false, LogQuery.ALL);
            try (InputStream lines = logs.open(container, soFar)) {
                lines.transferTo(out);
                out.flush();
            }
        }
        RawConnection monitor = pending == null ? null : pending.await();
        if (monitor != null) {
            Pump.run(in, out, monitor);
        }
    }
}
