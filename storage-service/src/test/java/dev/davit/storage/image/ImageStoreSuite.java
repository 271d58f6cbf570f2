package dev.davit.storage.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.davit.contracts.storage.ImageRemoval;
import dev.davit.contracts.storage.SnapshotSpec;
import dev.davit.contracts.storage.SnapshotSpec.VolumeMount;
import dev.davit.platform.error.DavitException;
import dev.davit.storage.StorageApplication;
import dev.davit.storage.archive.TarWriter;
import dev.davit.storage.blob.Document;
import dev.davit.storage.layer.LayerBlob;
import dev.davit.storage.layer.LayerStore;
import dev.davit.storage.layer.StagedLayer;
import dev.davit.storage.reference.Reference;
import dev.davit.storage.snapshot.Snapshots;
import dev.davit.storage.volume.Volumes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What every database must do for the stores. */
abstract class ImageStoreSuite {

    private static final Reference NAME = Reference.parse("t/one:1");

    @TempDir
    Path folder;

    private ConfigurableApplicationContext context;
    private ImageStore store;
    private LayerStore layers;

    /** Arguments that choose the database. */
    abstract List<String> database() throws IOException;

    abstract String product();

    @BeforeEach
    void start() throws IOException {
        List<String> arguments = new ArrayList<>(database());
        arguments.addAll(List.of(
                "--davit.run-dir=" + folder.resolve("run"),
                "--davit.state-dir=" + folder.resolve("state"),
                "--logging.structured.format.console="));
        context = new SpringApplicationBuilder(StorageApplication.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
        store = context.getBean(ImageStore.class);
        layers = context.getBean(LayerStore.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    private String add(String content, Reference... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        tar.file("f", 0644, 0, content.getBytes(StandardCharsets.UTF_8));
        tar.end();
        StagedLayer layer = layers.unpack(new ByteArrayInputStream(bytes.toByteArray()), "");
        Document config = new Document(("{\"os\":\"linux\",\"rootfs\":{\"diff_ids\":[\"" + layer.diffId() + "\"]}}")
                .getBytes(StandardCharsets.UTF_8));
        return store.add(List.of(new NewImage(config, List.of(layer), List.of(names), null)))
                .getFirst();
    }

    @Test
    void databaseIsTheOneThatIsMeant() throws SQLException {
        try (Connection connection = context.getBean(DataSource.class).getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product());
        }
    }

    @Test
    void namesMoveFromImageToImage() throws IOException {
        String first = add("1", NAME);
        String second = add("2", NAME);
        assertThat(store.pointedTo(NAME)).contains(second);
        assertThat(store.names(first)).isEmpty();
        assertThat(store.tags(NAME.repository())).containsExactly(NAME);
    }

    @Test
    void sameImageTwiceIsOneImageAndOneLayer() throws IOException {
        String first = add("1", NAME);
        assertThat(add("1", NAME)).isEqualTo(first);
        assertThat(layers.all()).hasSize(1);
    }

    @Test
    void imageWithoutItsLayerIsRefusedWhole() {
        Document config = new Document(
                ("{\"rootfs\":{\"diff_ids\":[\"sha256:" + "0".repeat(64) + "\"]}}").getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(DavitException.class)
                .isThrownBy(() -> store.add(List.of(new NewImage(config, List.of(), List.of(NAME), null))))
                .withMessageContaining("was removed meanwhile");
        assertThat(store.pointedTo(NAME)).isEmpty();
    }

    @Test
    void removalTakesNamesLayersAndFormsAlong() throws IOException {
        String id = add("1", NAME);
        String diffId = layers.all().getFirst().diffId();
        LayerBlob form = new LayerBlob("sha256:" + "a".repeat(64), diffId, "t+gzip", 5, false);
        layers.remember(form, "r/x");
        layers.remember(form, "r/y");
        assertThat(layers.sources(form.digest())).containsExactlyInAnyOrder("r/x", "r/y");
        assertThat(context.getBean(ImageRemovals.class).remove("t/one:1", false))
                .containsExactly(
                        new ImageRemoval("t/one:1", null), new ImageRemoval(null, id), new ImageRemoval(null, diffId));
        assertThat(layers.forms(diffId)).isEmpty();
    }

    @Test
    void volumesOutliveTheirUsers() throws IOException {
        add("1", NAME);
        Snapshots snapshots = context.getBean(Snapshots.class);
        Volumes volumes = context.getBean(Volumes.class);
        snapshots.create(new SnapshotSpec(
                "c1",
                "t/one:1",
                null,
                List.of(new VolumeMount("v1", "/v", true, null, Map.of(), Map.of("a", "b"))),
                List.of(),
                false));
        assertThat(volumes.one("v1").containers()).containsExactly("c1");
        snapshots.remove("c1", true);
        assertThat(volumes.one("v1").containers()).isEmpty();
        assertThat(volumes.one("v1").labels()).containsEntry("a", "b");
    }
}
