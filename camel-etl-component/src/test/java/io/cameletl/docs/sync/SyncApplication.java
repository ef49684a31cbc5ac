package io.cameletl.docs.sync;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

// tag::application[]
@SpringBootApplication
public class SyncApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(SyncApplication.class, arguments);
    }
}
// end::application[]
