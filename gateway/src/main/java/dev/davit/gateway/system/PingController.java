package dev.davit.gateway.system;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code /_ping}: is anybody there, and which API does it speak. */
@RestController
class PingController {

    private static final String TEXT = "text/plain; charset=utf-8";

    @RequestMapping(path = "/_ping", method = RequestMethod.GET)
    ResponseEntity<byte[]> ping() {
        return ResponseEntity.ok().headers(PingController::describe).body(new byte[] {'O', 'K'});
    }

    @RequestMapping(path = "/_ping", method = RequestMethod.HEAD)
    ResponseEntity<Void> head() {
        return ResponseEntity.ok()
                .headers(PingController::describe)
                .contentLength(0)
                .build();
    }

    private static void describe(HttpHeaders headers) {
        headers.set("Builder-Version", "1");
        headers.set("Cache-Control", "no-cache, no-store, must-revalidate");
        headers.set("Content-Type", TEXT);
        headers.set("Pragma", "no-cache");
        headers.set("Swarm", "inactive");
    }
}
