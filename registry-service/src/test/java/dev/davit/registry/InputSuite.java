package dev.davit.registry;

import static dev.davit.registry.Auth.NONE;
import static dev.davit.registry.Auth.as;
import static dev.davit.registry.Auth.expect;
import static dev.davit.registry.TestRegistry.bytes;
import static dev.davit.registry.TestRegistry.digest;
import static dev.davit.registry.TestRegistry.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text that a database might not take; each has to pass it. */
abstract class InputSuite {

    /** In mode basic, with an administrator root. */
    abstract TestRegistry registry();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/in/app/tags/list?last=%00",
                "/v2/_catalog?last=a%00",
                "/v2/_davit/repositories?q=%00",
                "/v2/_davit/repositories?last=%00",
                "/v2/_davit/accounts?last=%00",
                "/v2/in/app/manifests/%00",
                "/v2/in/app/blobs/uploads/%00",
                "/v2/_davit/accounts/a%00"
            })
    void nulIsRefused(String path) {
        assertThat(registry().get(path, as("root")).statusCode()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%F0%9F%98%80", "%ff%fe", "%E2%80%A8", "%0d%0aX-Evil:1", "%ed%a0%80", "'--", "%25"})
    void oddTextIsText(String odd) {
        expect(201, Auth.image(registry(), "in/odd", "v1", "layer", as("root")));
        expect(200, registry().get("/v2/in/odd/tags/list?n=1&last=" + odd, as("root")));
        expect(200, registry().get("/v2/_catalog?n=1&last=" + odd, as("root")));
        expect(200, registry().get("/v2/_davit/repositories?q=" + odd, as("root")));
        HttpResponse<byte[]> referrers =
                registry().get("/v2/in/odd/referrers/" + digest(NONE) + "?artifactType=" + odd, as("root"));
        expect(200, referrers);
        assertThat(referrers.headers().map()).doesNotContainKey("X-Evil");
        HttpResponse<byte[]> mount =
                registry().send("POST", "/v2/in/odd/blobs/uploads/?mount=" + odd, NONE, as("root"));
        expect(400, mount);
    }

    @Test
    void nameThatIsNoneIsAWrongPassword() {
        for (String name : new String[] {"a\0", "a\r\nuser:root", "x".repeat(5000), "\ud83d\ude00", "", "'--"}) {
            expect(401, registry().get("/v2/", as(name)));
        }
    }

    @Test
    void artifactTypeIsAMediaType() {
        String blob = Auth.push(registry(), "in/types", "config", as("root"));
        expect(201, put("artifactType", "x/" + "y".repeat(253), blob));
        expect(201, put("mediaType", "x/" + "y".repeat(253), blob));
        for (String wrong : new String[] {"x/" + "y".repeat(254), "x/\\u0000", "x/\\n", "x/\\u001b[2J"}) {
            for (String field : new String[] {"artifactType", "mediaType"}) {
                HttpResponse<byte[]> answer = put(field, wrong, blob);
                expect(400, answer);
                assertThat(text(answer)).contains("MANIFEST_INVALID", "no media type");
            }
        }
        assertThat(put("artifactType", "x/\\ud800", blob).statusCode()).isIn(201, 400);
    }

    /** An image whose artifactType, or the type of whose config, is this. */
    private HttpResponse<byte[]> put(String field, String type, String blob) {
        String config = field.equals("mediaType") ? type : "application/vnd.oci.empty.v1+json";
        String more = field.equals("mediaType") ? "" : ",\"artifactType\":\"" + type + "\"";
        byte[] manifest = Images.manifest(Images.descriptor(config, blob, 6), "", more);
        return registry()
                .send(
                        "PUT",
                        "/v2/in/types/manifests/v1",
                        manifest,
                        as("root")[0],
                        as("root")[1],
                        "Content-Type",
                        Images.MANIFEST);
    }

    @Test
    void longestNamesAreTaken() {
        String repository = "n".repeat(127) + "/" + "m".repeat(127);
        expect(201, Auth.image(registry(), repository, "t".repeat(128), "layer", as("root")));
        expect(200, registry().get("/v2/" + repository + "/manifests/" + "t".repeat(128), as("root")));
        expect(400, registry().get("/v2/" + repository + "x/tags/list", as("root")));
        expect(400, registry().get("/v2/" + repository + "/manifests/" + "t".repeat(129), as("root")));
        expect(204, registry().send("PUT", "/v2/_davit/policies/" + repository, bytes("{}"), as("root")));
    }
}
