package dev.davit.engine.bundle;

import dev.davit.contracts.engine.ContainerSpec;
import dev.davit.contracts.engine.ExecSpec;
import dev.davit.contracts.engine.ProcessSpec;
import dev.davit.contracts.engine.Resources;
import dev.davit.contracts.engine.Security;
import dev.davit.contracts.storage.UserIds;
import dev.davit.engine.container.Definition;
import dev.davit.engine.host.CgroupLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what the executor reads: config.json of a container, process.json of an exec, resources of an update. */
@Component
public class Bundles {

    private final SeccompRules seccomp = new SeccompRules();
    private final CgroupLayout cgroups;
    private final JsonMapper json;

    Bundles(CgroupLayout cgroups, JsonMapper json) {
        this.cgroups = cgroups;
        this.json = json;
    }

    /** Refuses what {@link #config} could not express: unknown capabilities, options, devices, profiles. */
    public void check(ContainerSpec spec) {
        List<String> capabilities = Capabilities.of(spec.security());
        SecurityOptions.of(spec.security())
                .profile(seccomp, capabilities, spec.security().privileged());
    }

    /** Writes config.json into a folder. */
    public void write(Path folder, BundleRequest request) throws IOException {
        Files.write(folder.resolve("config.json"), json.writeValueAsBytes(config(request)));
    }

    ObjectNode config(BundleRequest request) {
        ContainerSpec spec = request.definition().spec();
        Security security = spec.security();
        SecurityOptions options = SecurityOptions.of(security);
        List<String> capabilities = Capabilities.of(security);
        ObjectNode config = json.createObjectNode();
        config.put("ociVersion", "1.2.0");
        process(request, options, capabilities).write(config.putObject("process"));
        config.putObject("root").put("path", request.rootfs()).put("readonly", security.readonlyRootfs());
        names(config, spec);
        MountSection.write(config.putArray("mounts"), request);
        ObjectNode annotations = config.putObject("annotations");
        spec.annotations().forEach(annotations::put);
        new LinuxSection(request, options, cgroups.v2())
                .write(config.putObject("linux"), capabilities, seccomp, cgroups.limitsSwap());
        return config;
    }

    private static void names(ObjectNode config, ContainerSpec spec) {
        boolean own = !spec.security().utsMode().equals("host");
        if (own && spec.hostname() != null && !spec.hostname().isEmpty()) {
            config.put("hostname", spec.hostname());
        }
        if (own && spec.domainname() != null && !spec.domainname().isEmpty()) {
            config.put("domainname", spec.domainname());
        }
    }

    private static ProcessSection process(BundleRequest request, SecurityOptions options, List<String> capabilities) {
        Definition definition = request.definition();
        ContainerSpec spec = definition.spec();
        ProcessSpec process = spec.process();
        List<String> words = new ArrayList<>(List.of(definition.path()));
        words.addAll(definition.args());
        return new ProcessSection(
                words,
                Environment.of(
                        process.env(),
                        spec.hostname(),
                        process.tty(),
                        request.user().home()),
                process.workingDir(),
                request.user(),
                capabilities,
                process.tty(),
                options.noNewPrivileges(),
                spec.resources().oomScoreAdj(),
                spec.resources().ulimits());
    }

    /** Writes process.json of an exec into a folder. */
    public void write(Path folder, Definition definition, ExecSpec exec, UserIds user) throws IOException {
        ContainerSpec spec = definition.spec();
        List<String> environment = new ArrayList<>(spec.process().env());
        environment.addAll(exec.env());
        List<String> capabilities =
                exec.privileged() ? Capabilities.of(List.of(), List.of(), true) : Capabilities.of(spec.security());
        ObjectNode process = json.createObjectNode();
        new ProcessSection(
                        exec.command(),
                        Environment.of(environment, spec.hostname(), exec.tty(), user.home()),
                        exec.workingDir().isEmpty() ? spec.process().workingDir() : exec.workingDir(),
                        user,
                        capabilities,
                        exec.tty(),
                        SecurityOptions.of(spec.security()).noNewPrivileges(),
                        spec.resources().oomScoreAdj(),
                        spec.resources().ulimits())
                .write(process);
        Files.write(folder.resolve("process.json"), json.writeValueAsBytes(process));
    }

    /** Limits as JSON, for an update. */
    public String resources(Resources resources) {
        ObjectNode node = json.createObjectNode();
        ResourceSection.write(node, resources, cgroups.limitsSwap());
        return json.writeValueAsString(node);
    }
}
