package dev.davit.contracts.network;

import java.util.List;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Networks and the sandboxes of containers on one host. {@code ref} is a name, an id, or a prefix of one. */
@HttpExchange("/v1")
public interface NetworkApi {

    /** Every network. */
    @GetExchange("/networks")
    List<Network> networks();

    /** One network, with its endpoints. Not found: "network REF not found". */
    @GetExchange("/networks/{ref}")
    Network network(@PathVariable String ref);

    /** Makes a network. Conflict: the name; invalid: a subnet that overlaps another. */
    @PostExchange("/networks")
    Network createNetwork(@RequestBody NetworkSpec spec);

    /** Removes a network. Conflict: endpoints are on it; forbidden: it is predefined. */
    @DeleteExchange("/networks/{ref}")
    void removeNetwork(@PathVariable String ref);

    /**
     * Connects a container: address, namespace, names, published ports, in one. Asked again for the same id, it
     * answers what is there. Conflict: a host port or an address is taken; then nothing is left.
     */
    @PostExchange("/sandboxes")
    Sandbox createSandbox(@RequestBody SandboxSpec spec);

    /** Every sandbox. */
    @GetExchange("/sandboxes")
    List<Sandbox> sandboxes();

    /** One sandbox. */
    @GetExchange("/sandboxes/{id}")
    Sandbox sandbox(@PathVariable String id);

    /** Lets go of everything that the sandbox holds. Absent: nothing happens. */
    @DeleteExchange("/sandboxes/{id}")
    void removeSandbox(@PathVariable String id);

    /** The drivers. */
    @GetExchange("/status")
    NetworkStatus status();
}
