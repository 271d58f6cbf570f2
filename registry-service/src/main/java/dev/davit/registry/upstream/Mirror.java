package dev.davit.registry.upstream;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A repository that is held here without anybody asking.
 *
 * @param repository as the upstream names it
 * @param tags patterns of those that are wanted
 */
public record Mirror(String repository, @DefaultValue("*") List<String> tags) {}
