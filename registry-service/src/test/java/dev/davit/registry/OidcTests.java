package dev.davit.registry;

import static dev.davit.registry.Auth.bearer;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.Auth.field;
import static dev.davit.registry.TestRegistry.bytes;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of an OpenID provider, and tokens that only look like tokens. */
class OidcTests {

    private static final String OWN = "davit:davit-registry";
    private static final String BLOBS = "/v2/team/app/blobs/";

    @TempDir
    static Path folder;

    private static HttpServer provider;
    private static String issuer;
    private static RSAKey providerKey;
    private static TestRegistry registry;
    private static String blob;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        providerKey = new RSAKeyGenerator(2048).keyID("provider").generate();
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + provider.getAddress().getPort();
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        serve("/keys", new JWKSet(providerKey.toPublicJWK()).toString());
        provider.start();
        registry = Auth.start(
                folder,
                "token",
                "davit.registry.auth.oidc[0].issuer=" + issuer,
                "davit.registry.auth.oidc[0].audience=registry");
        Auth.grant(registry, "role:developers", "team/**", "read");
        blob = BLOBS + Auth.push(registry, "team/app", "layer", Auth.as("root"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        provider.stop(0);
    }

    private static void serve(String path, String body) {
        provider.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, bytes(body).length);
            exchange.getResponseBody().write(bytes(body));
            exchange.close();
        });
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("alice")
                .audience(List.of("other", "registry"))
                .claim("roles", List.of("developers"))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static JWTClaimsSet.Builder ownClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(OWN)
                .subject("user:root")
                .audience("davit-registry")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                .claim(
                        "access",
                        List.of(java.util.Map.of(
                                "type", "repository", "name", "team/app", "actions", List.of("pull"))));
    }

    private static String signed(JWTClaimsSet claims) throws JOSEException {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("provider"), claims);
    }

    private static String signed(JWSHeader.Builder header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header.build(), claims);
        token.sign(new RSASSASigner(providerKey));
        return token.serialize();
    }

    private static void refuse(String token) {
        expect(401, registry.get(blob, bearer(token)));
        expect(401, registry.get("/v2/", bearer(token)));
        expect(401, registry.get("/token", bearer(token)));
    }

    @Test
    void rolesOfTheTokenAreWhatIsGranted() throws JOSEException {
        String token = signed(claims().build());
        expect(200, registry.get(blob, bearer(token)));
        expect(403, registry.send("DELETE", blob, new byte[0], bearer(token)));
        expect(
                403,
                registry.get(
                        blob, bearer(signed(claims().claim("roles", "guests").build()))));
        expect(
                200,
                registry.get(
                        blob,
                        bearer(signed(claims().claim("roles", "developers").build()))));
        String exchanged = field(registry.get("/token?scope=repository:team/app:pull,push", bearer(token)), "token");
        expect(200, registry.get(blob, bearer(exchanged)));
        expect(401, registry.send("POST", "/v2/team/app/blobs/uploads/", new byte[0], bearer(exchanged)));
    }

    @Test
    void nameOfTheTokenIsNotThatOfALocalAccount() throws JOSEException {
        String token = signed(claims().subject("root").claim("roles", null).build());
        expect(403, registry.get(blob, bearer(token)));
        expect(403, registry.get("/v2/_davit/accounts", bearer(token)));
    }

    // It is written into the audit log, among other things.
    @Test
    void nameThatIsNoneIsRefused() throws JOSEException {
        for (String name :
                List.of("eve\nuser:root DELETE", "eve\r", "eve\u0000", "\u2028", "\u001b[2K", "e".repeat(201))) {
            refuse(signed(claims().subject(name).build()));
        }
        expect(
                200,
                registry.get(
                        blob,
                        bearer(signed(
                                claims().subject("Eve Ü. <eve@example.com>").build()))));
    }

    @Test
    void tokenOfAnotherTimePlaceOrPurposeIsRefused() throws JOSEException {
        refuse(signed(claims().audience("other").build()));
        refuse(signed(claims().audience((String) null).build()));
        refuse(signed(claims().issuer("https://evil.example").build()));
        refuse(signed(claims().issuer(null).build()));
        refuse(signed(claims().subject(null).build()));
        refuse(signed(claims().expirationTime(null).build()));
        refuse(signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(120)))
                .build()));
        refuse(signed(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(300)))
                .build()));
        refuse(signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("provider").type(new JOSEObjectType("logout+jwt")),
                claims().build()));
    }

    @Test
    void tokenWithoutASignatureIsRefused() {
        refuse(new PlainJWT(claims().build()).serialize());
        refuse(new PlainJWT(ownClaims().build()).serialize());
        refuse("");
        refuse("a.b");
        refuse("x".repeat(20_000));
    }

    @Test
    void publicKeyIsNoPassword() throws JOSEException {
        for (byte[] secret : List.of(
                providerKey.toRSAPublicKey().getEncoded(),
                bytes(providerKey.toPublicJWK().toJSONString()))) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("provider").build(), claims().build());
            token.sign(new MACSigner(secret));
            refuse(token.serialize());
        }
    }

    @Test
    void keyThatTheTokenBringsIsNotUsed() throws JOSEException {
        RSAKey evil = new RSAKeyGenerator(2048).keyID("provider").generate();
        ECKey evilCurve = new ECKeyGenerator(Curve.P_256).keyID("provider").generate();
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("provider")
                .jwk(evil.toPublicJWK())
                .jwkURL(URI.create("http://127.0.0.1:1/keys"));
        SignedJWT token = new SignedJWT(header.build(), claims().build());
        token.sign(new RSASSASigner(evil));
        refuse(token.serialize());
        SignedJWT own = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(JOSEObjectType.JWT)
                        .jwk(evilCurve.toPublicJWK())
                        .build(),
                ownClaims().build());
        own.sign(new ECDSASigner(evilCurve));
        refuse(own.serialize());
        refuse(signed(ownClaims().build())); // the provider does not sign for the registry
    }
}
