package dev.davit.registry.event;

import dev.davit.registry.schedule.Periodic;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends an endpoint what is written down for it, at least once, and again after a while that doubles where it is not
 * taken. Of several replicas the one that moves the due date of a row sends it.
 */
class Notifier extends Periodic {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int BATCH = 100;
    private static final int DOUBLINGS = 12;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final EventProperties properties;
    private final EventProperties.Endpoint endpoint;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER) // nobody but who is configured is told
            .build();

    Notifier(
            JdbcClient jdbc,
            TransactionTemplate transaction,
            EventProperties properties,
            EventProperties.Endpoint endpoint) {
        super("notification of " + endpoint.name(), Duration.ofMillis(500));
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.properties = properties;
        this.endpoint = endpoint;
    }

    @Override
    protected void work() throws InterruptedException {
        for (Row row : due()) {
            if (claim(row) && !deliver(row)) {
                break; // the next ones would fail as this one did
            }
        }
    }

    private List<Row> due() {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(
                        "select id, event, attempts, due_at, created_at from notifications"
                                + " where endpoint = :endpoint and due_at <= :now order by id limit " + BATCH)
                .param("endpoint", endpoint.name())
                .param("now", now())
                .query((row, number) -> new Row(
                        row.getLong("id"),
                        row.getString("event"),
                        row.getInt("attempts"),
                        row.getObject("due_at", OffsetDateTime.class),
                        row.getObject("created_at", OffsetDateTime.class)))
                .list()));
    }

    // Until then nobody else sends it.
    private boolean claim(Row row) {
        return update(() -> jdbc.sql("update notifications set attempts = attempts + 1, due_at = :due"
                                + " where id = :id and due_at = :before")
                        .param("id", row.id)
                        .param("before", row.dueAt)
                        .param("due", now().plus(PATIENCE.multipliedBy(2)))
                        .update())
                > 0;
    }

    private boolean deliver(Row row) throws InterruptedException {
        String problem = send(row);
        boolean over = row.createdAt.plus(properties.expiry()).isBefore(now());
        if (!problem.isEmpty()) {
            LOG.warn(
                    "event {} was not taken by {}, {}: {}",
                    row.id,
                    endpoint.name(),
                    over ? "and is given up" : "and is sent again later",
                    problem);
        }
        if (problem.isEmpty() || over) {
            update(() -> jdbc.sql("delete from notifications where id = :id")
                    .param("id", row.id)
                    .update());
        } else {
            Duration wait = properties.retry().multipliedBy(1L << Math.min(row.attempts, DOUBLINGS));
            update(() -> jdbc.sql("update notifications set due_at = :due where id = :id")
                    .param("id", row.id)
                    .param("due", now().plus(wait))
                    .update());
        }
        return problem.isEmpty();
    }

    private String send(Row row) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/cloudevents+json; charset=UTF-8")
                .POST(BodyPublishers.ofString(row.event));
        endpoint.headers().forEach(request::setHeader);
        Future<HttpResponse<Void>> answer = http.sendAsync(request.build(), BodyHandlers.discarding());
        try {
            // The client's own patience is with the head alone; a body could take for ever.
            int status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? "" : "status " + status;
        } catch (ExecutionException away) {
            return String.valueOf(away.getCause());
        } catch (TimeoutException silent) {
            return "no complete answer within " + PATIENCE.toSeconds() + " s";
        } finally {
            answer.cancel(true);
        }
    }

    private int update(Supplier<Integer> statement) {
        return Objects.requireNonNull(transaction.execute(status -> statement.get()));
    }

    private static OffsetDateTime now() {
        return OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
    }

    private record Row(long id, String event, int attempts, OffsetDateTime dueAt, OffsetDateTime createdAt) {}
}
