package dev.davit.gateway.unbuilt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.davit.fakehost.FakeHost;
import dev.davit.fakehost.Http;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation of the API (moby's description of 1.51) is known. */
class OperationsTests {

    private static final List<String> OPERATIONS = """
            GET /containers/json
            POST /containers/create
            GET /containers/x/json
            GET /containers/x/top
            GET /containers/x/logs
            GET /containers/x/changes
            GET /containers/x/export
            GET /containers/x/stats
            POST /containers/x/resize
            POST /containers/x/start
            POST /containers/x/stop
            POST /containers/x/restart
            POST /containers/x/kill
            POST /containers/x/update
            POST /containers/x/rename
            POST /containers/x/pause
            POST /containers/x/unpause
            POST /containers/x/attach
            GET /containers/x/attach/ws
            POST /containers/x/wait
            DELETE /containers/x
            HEAD /containers/x/archive
            GET /containers/x/archive
            PUT /containers/x/archive
            POST /containers/prune
            GET /images/json
            POST /build
            POST /build/prune
            POST /build/cancel
            POST /images/create
            GET /images/absent/json
            GET /images/absent/history
            POST /images/x/push
            POST /images/x/tag
            DELETE /images/x
            GET /images/search
            POST /images/prune
            POST /commit
            GET /images/x/get
            GET /images/get
            POST /images/load
            GET /images/x/attestations
            POST /auth
            GET /info
            GET /version
            GET /_ping
            HEAD /_ping
            GET /events
            GET /system/df
            POST /containers/x/exec
            POST /exec/x/start
            POST /exec/x/resize
            GET /exec/x/json
            GET /volumes
            POST /volumes/create
            GET /volumes/x
            PUT /volumes/x
            DELETE /volumes/x
            POST /volumes/prune
            GET /networks
            GET /networks/x
            DELETE /networks/x
            POST /networks/create
            POST /networks/x/connect
            POST /networks/x/disconnect
            POST /networks/prune
            GET /plugins
            GET /plugins/privileges
            POST /plugins/pull
            GET /plugins/x/json
            DELETE /plugins/x
            POST /plugins/x/enable
            POST /plugins/x/disable
            POST /plugins/x/upgrade
            POST /plugins/create
            POST /plugins/x/push
            POST /plugins/x/set
            GET /nodes
            GET /nodes/x
            DELETE /nodes/x
            POST /nodes/x/update
            GET /swarm
            POST /swarm/init
            POST /swarm/join
            POST /swarm/leave
            POST /swarm/update
            GET /swarm/unlockkey
            POST /swarm/unlock
            GET /services
            POST /services/create
            GET /services/x
            DELETE /services/x
            POST /services/x/update
            GET /services/x/logs
            GET /tasks
            GET /tasks/x
            GET /tasks/x/logs
            GET /secrets
            POST /secrets/create
            GET /secrets/x
            DELETE /secrets/x
            POST /secrets/x/update
            GET /configs
            POST /configs/create
            GET /configs/x
            DELETE /configs/x
            POST /configs/x/update
            GET /distribution/x/json
            POST /session
            """.lines().toList();

    static Stream<String> operations() {
        return OPERATIONS.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void operationIsKnown(String operation) {
        String[] words = operation.split(" ", -1);
        boolean body = words[0].equals("POST") || words[0].equals("PUT");
        Http http = new Http(FakeHost.get().socket);
        Http.Answer answer =
                http.send(words[0], "/v1.47" + words[1], body ? "{}" : null, body ? "application/json" : null);
        assertThat(answer.body()).doesNotContain("page not found").doesNotContain("the gateway failed");
        assertThat(answer.status()).isNotEqualTo(405).isNotEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/build", "/commit", "/session", "/grpc", "/networks/x/connect", "/plugins/pull"})
    void unbuiltOperationSaysSo(String path) {
        Http.Answer answer = new Http(FakeHost.get().socket).post("/v1.47" + path, "{}");
        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.message()).isEqualTo("POST " + path + " is not implemented by Davit yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swarm", "/nodes", "/services", "/tasks", "/secrets", "/configs"})
    void swarmIsNotThere(String path) {
        Http.Answer answer = new Http(FakeHost.get().socket).get(path);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.message()).startsWith("This node is not a swarm manager.");
    }
}
