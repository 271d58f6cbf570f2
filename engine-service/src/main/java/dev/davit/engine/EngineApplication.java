package dev.davit.engine;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The engine service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class EngineApplication {

    /** Serves until it is told to stop. */
    public static void main(String[] arguments) {
        SpringApplication.run(EngineApplication.class, arguments);
    }
}
