package dev.davit.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The Docker Engine API, in front of the inner services. Holds no state. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

    /** Starts it. */
    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
