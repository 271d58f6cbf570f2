package dev.davit.storage.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.davit.contracts.storage.RegistryAuth;
import dev.davit.platform.error.DavitException;
import dev.davit.platform.error.ErrorKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's docker-registry. */
class DebianRegistryIT {

    @TempDir
    static Path folder;

    @TempDir
    static Path lockedFolder;

    static DebianRegistry registry;
    static DebianRegistry locked;
    static RegistryClients clients;

    @BeforeAll
    static void start() throws IOException {
        registry = DebianRegistry.open(folder);
        locked = DebianRegistry.withPassword(lockedFolder);
        clients = new RegistryClients(DistributionProperties.defaults());
    }

    @AfterAll
    static void stop() throws IOException {
        clients.close();
        registry.close();
        locked.close();
    }

    @Test
    void pushedImageIsPulledAsItWas() throws IOException {
        RegistryClient client = open("t/whole", Access.PUSH);
        byte[] content = bytes(3 << 20);
        Descriptor layer = client.upload(MediaTypes.DOCKER_LAYER_GZIP, () -> new ByteArrayInputStream(content));
        Descriptor config = upload(client, MediaTypes.DOCKER_CONFIG, "{\"os\":\"linux\",\"architecture\":\"amd64\"}");
        byte[] manifest = image(config, layer);

        String digest = client.putManifest("latest", MediaTypes.DOCKER_MANIFEST, manifest);

        RegistryClient puller = open("t/whole", Access.PULL);
        ResolvedImage image = puller.resolve("latest", null);
        assertThat(image.root().digest()).isEqualTo(digest);
        assertThat(image.image().bytes()).isEqualTo(manifest);
        assertThat(image.indexes()).isEmpty();
        assertThat(image.manifest().layers()).containsExactly(layer);
        assertThat(puller.head("latest")).contains(image.root().descriptor());
        assertThat(puller.manifest(digest).bytes()).isEqualTo(manifest);
        try (InputStream in = puller.blob(layer)) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(puller.tags()).containsExactly("latest");
        assertThat(puller.inspect("latest").platforms()).containsExactly(new Platform("linux", "amd64", ""));
    }

    @Test
    void uploadWhenSizeAndDigestAreKnownKeepsThem() {
        RegistryClient client = open("t/known", Access.PUSH);
        byte[] content = bytes(100_000);
        Descriptor expected = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest(content), content.length);

        assertThat(client.upload(expected, () -> new ByteArrayInputStream(content)))
                .isEqualTo(expected);
        assertThat(client.headBlob(expected.digest()))
                .hasValueSatisfying(found -> assertThat(found.size()).isEqualTo(content.length));
    }

    @Test
    void uploadWhenBlobIsEmptyStoresIt() {
        RegistryClient client = open("t/empty", Access.PUSH);

        Descriptor blob = client.upload("application/octet-stream", InputStream::nullInputStream);

        assertThat(client.headBlob(blob.digest())).isPresent();
    }

    @Test
    void uploadWhenBytesAreOthersFailsAndLeavesNothing() {
        RegistryClient client = open("t/other", Access.PUSH);
        byte[] content = bytes(1000);
        Descriptor wrong = Descriptor.of("application/octet-stream", digest(bytes(1001)), content.length);

        assertThatThrownBy(() -> client.upload(wrong, () -> new ByteArrayInputStream(content)))
                .isInstanceOf(DavitException.class)
                .hasMessageContaining("the blob to upload is not " + wrong.digest());
        assertThat(client.headBlob(digest(content))).isEmpty();
    }

    @Test
    void mountBlobWhenAnotherRepositoryHasItNeedsNoUpload() {
        Descriptor blob = upload(open("t/source", Access.PUSH), "application/octet-stream", "mounted");
        RegistryClient target = open("t/target", Access.PUSH);

        assertThat(target.mountBlob(blob.digest(), "t/source")).isTrue();
        assertThat(target.headBlob(blob.digest())).isPresent();
    }

    @Test
    void mountBlobWhenNobodyHasItSaysSo() {
        assertThat(open("t/target2", Access.PUSH).mountBlob(digest(bytes(7)), "t/source2"))
                .isFalse();
    }

    @Test
    void manifestWhenTagIsUnknownFailsAsDockerd() {
        upload(open("t/x", Access.PUSH), "application/octet-stream", "something");

        assertThatThrownBy(() -> open("t/x", Access.PULL).manifest("latest"))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND))
                .hasMessage("manifest for " + registry.host()
                        + "/t/x:latest not found: manifest unknown: manifest unknown");
        assertThat(open("t/x", Access.PULL).head("latest")).isEmpty();
    }

    @Test
    void manifestWhenInspectedFailsWithTheRegistrysWords() {
        assertThatThrownBy(() -> open("t/nowhere", Access.INSPECT).inspect("latest"))
                .hasMessage("manifest unknown: manifest unknown");
    }

    @Test
    void resolveWhenTagIsAnIndexChoosesThePlatform() {
        RegistryClient client = open("t/index", Access.PUSH);
        Descriptor amd = putImage(client, "amd64");
        Descriptor arm = putImage(client, "arm64");
        byte[] index = ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                        + entry(amd, "amd64", "") + "," + entry(arm, "arm64", "v8") + "]}")
                .getBytes(StandardCharsets.UTF_8);
        String digest = client.putManifest("multi", MediaTypes.OCI_INDEX, index);

        ResolvedImage image = open("t/index", Access.PULL).resolve("multi", Platform.parse("linux/arm64"));

        assertThat(image.root().digest()).isEqualTo(digest);
        assertThat(image.image().digest()).isEqualTo(arm.digest());
        assertThat(image.indexes()).hasSize(1);
        assertThatThrownBy(() -> open("t/index", Access.PULL).resolve("multi", Platform.parse("linux/s390x")))
                .hasMessage("no matching manifest for linux/s390x in the manifest list entries");
    }

    @Test
    void anythingWhenPasswordIsMissingFailsAsDockerd() {
        assertThatThrownBy(() -> clients.open(locked.host(), "t/x", RegistryAuth.NONE, Access.PULL)
                        .manifest("latest"))
                .hasMessage("Get \"http://" + locked.host() + "/v2/t/x/manifests/latest\": no basic auth credentials");
    }

    @Test
    void uploadWhenPasswordIsRightWorks() {
        RegistryClient client = clients.open(locked.host(), "t/x", auth("secret"), Access.PUSH);

        assertThat(client.headBlob(
                        upload(client, "application/octet-stream", "locked").digest()))
                .isPresent();
    }

    @Test
    void anythingWhenPasswordIsWrongIsUnauthorized() {
        assertThatThrownBy(() -> clients.open(locked.host(), "t/x", auth("wrong"), Access.PULL)
                        .manifest("latest"))
                .isInstanceOfSatisfying(
                        DavitException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED))
                .hasMessage("unauthorized: authentication required");
    }

    @Test
    void checkTellsRightFromWrongPasswords() {
        assertThat(clients.check(auth("secret")).identityToken()).isEmpty();
        assertThatThrownBy(() -> clients.check(auth("wrong")))
                .hasMessage("login attempt to http://" + locked.host() + "/v2/ failed with status: 401 Unauthorized");
    }

    private static RegistryClient open(String repository, Access access) {
        return clients.open(registry.host(), repository, RegistryAuth.NONE, access);
    }

    private static RegistryAuth auth(String password) {
        return new RegistryAuth("davit", password, null, null, "http://" + locked.host());
    }

    private static Descriptor putImage(RegistryClient client, String architecture) {
        Descriptor config = upload(
                client, MediaTypes.DOCKER_CONFIG, "{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}");
        byte[] manifest = image(config, upload(client, MediaTypes.DOCKER_LAYER_GZIP, "layer"));
        String digest = client.putManifest(digest(manifest), MediaTypes.DOCKER_MANIFEST, manifest);
        return Descriptor.of(MediaTypes.DOCKER_MANIFEST, digest, manifest.length);
    }

    private static Descriptor upload(RegistryClient client, String type, String content) {
        return client.upload(type, () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] image(Descriptor config, Descriptor layer) {
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST + "\",\"config\":" + json(config)
                        + ",\"layers\":[" + json(layer) + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Descriptor descriptor) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(descriptor.mediaType(), descriptor.digest(), descriptor.size());
    }

    private static String entry(Descriptor descriptor, String architecture, String variant) {
        String json = json(descriptor);
        return json.substring(0, json.length() - 1)
                + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\",\"variant\":\"%s\"}}"
                        .formatted(architecture, variant);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static String digest(byte[] bytes) {
        MessageDigest sha256 = Digests.sha256();
        sha256.update(bytes);
        return Digests.finish(sha256);
    }
}
