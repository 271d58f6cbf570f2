package dev.davit.gateway.unbuilt;

import dev.davit.platform.error.DavitException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A host is never part of a swarm, and says so as an engine outside of one does. */
@RestController
class SwarmController {

    private static final String NO_MANAGER = "This node is not a swarm manager. Use \"docker swarm init\" or \"docker"
            + " swarm join\" to connect this node to swarm and try again.";

    @GetMapping({
        "/swarm",
        "/swarm/unlockkey",
        "/services",
        "/services/{id}",
        "/services/{id}/logs",
        "/nodes",
        "/nodes/{id}",
        "/tasks",
        "/tasks/{id}",
        "/tasks/{id}/logs",
        "/secrets",
        "/secrets/{id}",
        "/configs",
        "/configs/{id}"
    })
    void read() {
        throw noManager();
    }

    @PostMapping({
        "/swarm/update",
        "/services/create",
        "/services/{id}/update",
        "/nodes/{id}/update",
        "/secrets/create",
        "/secrets/{id}/update",
        "/configs/create",
        "/configs/{id}/update"
    })
    void change() {
        throw noManager();
    }

    @DeleteMapping({"/services/{id}", "/nodes/{id}", "/secrets/{id}", "/configs/{id}"})
    void remove() {
        throw noManager();
    }

    @PostMapping({"/swarm/leave", "/swarm/unlock"})
    void leave() {
        throw DavitException.unavailable("This node is not part of a swarm", null);
    }

    private static DavitException noManager() {
        return DavitException.unavailable(NO_MANAGER, null);
    }
}
