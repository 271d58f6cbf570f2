package dev.davit.registry.admission;

import dev.davit.registry.lookup.Lookups;
import dev.davit.registry.trust.Image;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Which manifests may hold signatures of another, and which indexes list it; the oldest come first. */
@Component
class Signatures {

    private static final int MOST_INDEXES = 20;

    private static final String COLUMNS = "select m.id, m.digest, m.size, m.media_type from manifests m";
    private static final String OF_REPOSITORY = " join repositories r on r.id = m.repository_id and r.name = :name";
    private static final String SIGNATURES =
            COLUMNS + OF_REPOSITORY + " where m.subject = :digest and m.artifact_type in (:types) union " + COLUMNS
                    + OF_REPOSITORY + " join tags t on t.manifest_id = m.id where t.name = :tag order by id limit "
                    + SignatureManifests.MOST;
    // What was pushed is there with all that it lists; of what is held of an upstream only the digests are known.
    private static final String INDEXES = COLUMNS + OF_REPOSITORY
            + " join manifest_children l on l.manifest_id = m.id join manifests c on c.id = l.child_id"
            + " where c.digest = :digest union " + COLUMNS + OF_REPOSITORY
            + " join held_children h on h.manifest_id = m.id where h.digest = :digest"
            + " order by id limit " + MOST_INDEXES;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Lookups lookups;

    Signatures(JdbcClient jdbc, TransactionTemplate transaction, Lookups lookups) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.lookups = lookups;
    }

    List<Image> of(Image image) {
        return lookups.get(
                        Found.class,
                        image.repository(),
                        image.digest(),
                        () -> found(() -> jdbc.sql(SIGNATURES)
                                .param("name", image.repository())
                                .param("digest", image.digest())
                                .param("types", SignatureManifests.TYPES)
                                .param("tag", SignatureManifests.tag(image.digest()))
                                .query((row, number) -> read(image.repository(), row))
                                .list()))
                .orElseThrow()
                .manifests();
    }

    List<Image> indexes(Image image) {
        return Objects.requireNonNull(transaction.execute(status -> jdbc.sql(INDEXES)
                .param("name", image.repository())
                .param("digest", image.digest())
                .query((row, number) -> read(image.repository(), row))
                .list()));
    }

    private Optional<Found> found(Supplier<List<Image>> query) {
        return Optional.of(new Found(Objects.requireNonNull(transaction.execute(status -> query.get()))));
    }

    private static Image read(String repository, ResultSet row) throws SQLException {
        return new Image(repository, row.getString("digest"), row.getLong("size"), row.getString("media_type"));
    }

    private record Found(List<Image> manifests) {}
}
