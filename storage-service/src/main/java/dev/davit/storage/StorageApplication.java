package dev.davit.storage;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The storage service. */
@SpringBootApplication
public class StorageApplication {

    /** Runs it. */
    public static void main(String[] args) {
        SpringApplication.run(StorageApplication.class, args);
    }
}
