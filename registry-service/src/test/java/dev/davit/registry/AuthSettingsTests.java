package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.challenge;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class AuthSettingsTests {

    @TempDir
    private Path folder;

    @Test
    void registryWithoutSettingsAsksNobodyWhoTheyAre() {
        try (TestRegistry registry = TestRegistry.start(folder)) {
            expect(200, registry.get("/v2/"));
            expect(200, registry.get("/v2/_catalog", as("anybody")));
            expect(404, registry.get("/token"));
            expect(404, registry.get("/v2/_davit/accounts"));
        }
    }

    @Test
    void basicModeAsksForAPasswordAndLetsAnonymousRead() throws IOException {
        Path htpasswd = Files.writeString(
                folder.resolve("htpasswd"), "erin:" + new BCryptPasswordEncoder(4).encode("erin's password") + "\n");
        try (TestRegistry registry = Auth.start(
                folder.resolve("registry"),
                "basic",
                "davit.registry.auth.anonymous-read=true",
                "davit.registry.auth.htpasswd=" + htpasswd,
                "davit.registry.auth.grants[0].subject=authenticated",
                "davit.registry.auth.grants[0].pattern=**",
                "davit.registry.auth.grants[0].actions=read,create")) {
            assertThat(challenge(registry.get("/v2/"))).isEqualTo("Basic realm=\"davit-registry\"");
            expect(200, registry.get("/v2/", as("erin", "erin's password")));
            expect(201, image(registry, "app", "v1", "layer", as("erin", "erin's password")));
            expect(200, registry.get("/v2/app/manifests/v1"));
            expect(401, registry.send("DELETE", "/v2/app/manifests/v1", NONE));
            expect(403, registry.send("DELETE", "/v2/app/manifests/v1", NONE, as("erin", "erin's password")));
            expect(202, registry.send("DELETE", "/v2/app/manifests/v1", NONE, as("root")));
        }
    }

    @Test
    void firstAdministratorIsMadeOnce() throws IOException {
        Auth.start(folder, "basic").close();
        Path other = Files.writeString(folder.resolve("other"), "another password");
        try (TestRegistry registry = Auth.start(
                folder,
                "basic",
                "davit.registry.auth.admin=second",
                "davit.registry.auth.admin-password-file=" + other)) {
            expect(200, registry.get("/v2/_davit/accounts", as("root")));
            expect(401, registry.get("/v2/", as("second", "another password")));
        }
    }

    @Test
    void keyOfTokensIsKeptInAFileWhereOneIsNamed() throws IOException {
        Path file = folder.resolve("token.pem");
        String setting = "davit.registry.auth.key-file=" + file;
        String token;
        try (TestRegistry registry = Auth.start(folder.resolve("one"), "token", setting)) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(file).content().contains("BEGIN PRIVATE KEY", "BEGIN PUBLIC KEY");
            assertThat(registry.bean(JdbcClient.class)
                            .sql("select count(*) from signing_keys")
                            .query(Long.class)
                            .single())
                    .isZero();
            token = Auth.token(registry, as("root"), "registry:catalog:*");
        }
        try (TestRegistry replica = Auth.start(folder.resolve("two"), "token", setting)) {
            expect(200, replica.get("/v2/_catalog", Auth.bearer(token)));
        }
        Files.writeString(file, Files.readString(file).replace("PUBLIC", "PRIVATE"));
        assertThatThrownBy(() -> Auth.start(folder.resolve("three"), "token", setting))
                .hasStackTraceContaining("davit.registry.auth.key-file");
    }

    @Test
    void nobodyIsLetInWithoutAnAccount() {
        try (TestRegistry registry = TestRegistry.start(folder, "davit.registry.auth.mode=basic")) {
            for (String guess : new String[] {"admin", "root", "davit"}) {
                expect(401, registry.get("/v2/", as(guess, guess)));
                expect(401, registry.get("/v2/", as(guess, "")));
            }
        }
    }

    @Test
    void settingsThatCannotBeMeantAreRefused() throws IOException {
        assertThatThrownBy(() -> TestRegistry.start(folder, "davit.registry.auth.mode=tokens"))
                .hasStackTraceContaining("davit.registry.auth.mode");
        assertThatThrownBy(() ->
                        TestRegistry.start(folder, "davit.registry.auth.mode=basic", "davit.registry.auth.admin=root"))
                .hasMessageContaining("admin-password-file");
        Path plain = Files.writeString(folder.resolve("plain"), "erin:secret\n");
        assertThatThrownBy(() -> TestRegistry.start(
                        folder, "davit.registry.auth.mode=basic", "davit.registry.auth.htpasswd=" + plain))
                .hasMessageContaining("htpasswd line 1");
        assertThatThrownBy(() -> TestRegistry.start(
                        folder,
                        "davit.registry.auth.mode=token",
                        "davit.registry.auth.oidc[0].issuer=http://provider.example",
                        "davit.registry.auth.oidc[0].audience=x"))
                .hasStackTraceContaining("must be an https URL");
    }
}
