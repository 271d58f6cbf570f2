package dev.davit.registry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the registry. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RegistryApplication {

    /** Entry point. */
    public static void main(String[] arguments) {
        SpringApplication.run(RegistryApplication.class, arguments);
    }
}
