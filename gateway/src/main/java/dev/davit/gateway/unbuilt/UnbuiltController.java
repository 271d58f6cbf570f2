package dev.davit.gateway.unbuilt;

import dev.davit.platform.error.DavitException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operations of Docker's API that are not built, so that a client can tell them from mistakes in a URL. */
@RestController
class UnbuiltController {

    @PostMapping({
        "/build",
        "/build/cancel",
        "/commit",
        "/session",
        "/grpc",
        "/containers/{name}/checkpoints",
        "/networks/{id}/connect",
        "/networks/{id}/disconnect",
        "/plugins/pull",
        "/plugins/create",
        "/swarm/init",
        "/swarm/join"
    })
    void post(HttpServletRequest request) {
        throw unbuilt(request);
    }

    @GetMapping({
        "/images/search",
        "/images/{name}/attestations",
        "/containers/{name}/attach/ws",
        "/containers/{name}/checkpoints",
        "/plugins/privileges"
    })
    void get(HttpServletRequest request) {
        throw unbuilt(request);
    }

    @DeleteMapping("/containers/{name}/checkpoints/{checkpoint}")
    void delete(HttpServletRequest request) {
        throw unbuilt(request);
    }

    private static DavitException unbuilt(HttpServletRequest request) {
        return DavitException.notImplemented(
                request.getMethod() + " " + request.getRequestURI() + " is not implemented by Davit yet");
    }

    /** There are no plugins, which is an answer. */
    @GetMapping("/plugins")
    List<String> plugins() {
        return List.of();
    }

    @GetMapping("/plugins/{name}/json")
    void plugin(@PathVariable String name) {
        throw noPlugin(name);
    }

    @PostMapping({
        "/plugins/{name}/enable",
        "/plugins/{name}/disable",
        "/plugins/{name}/push",
        "/plugins/{name}/upgrade",
        "/plugins/{name}/set"
    })
    void changePlugin(@PathVariable String name) {
        throw noPlugin(name);
    }

    @DeleteMapping("/plugins/{name}")
    void removePlugin(@PathVariable String name) {
        throw noPlugin(name);
    }

    private static DavitException noPlugin(String name) {
        return DavitException.notFound("plugin \"" + name + "\" not found");
    }
}
