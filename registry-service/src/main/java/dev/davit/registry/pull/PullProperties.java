package dev.davit.registry.pull;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How pulls are counted.
 *
 * @param interval after which what was counted is added to the database; a crash loses so much; 0: at the stop only
 */
@ConfigurationProperties("davit.registry.pulls")
public record PullProperties(@DefaultValue("1m") Duration interval) {}
