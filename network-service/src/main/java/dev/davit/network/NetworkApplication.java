package dev.davit.network;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The network service. */
@SpringBootApplication
public class NetworkApplication {

    /** Runs it. */
    public static void main(String[] args) {
        SpringApplication.run(NetworkApplication.class, args);
    }
}
