package io.cameletl.example;

import io.cameletl.PipelineListener;
import java.util.Map;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Camel, running the YAML routes in {@code src/main/resources/camel}. */
final class Routes implements AutoCloseable {
    private static final int SHUTDOWN_SECONDS = 30;
    private static final int FIRST_PORT = 8080;

    private final Main camel = new Main();

    private final int port;

    private Routes(int port) {
        this.port = port;
    }

    /** @param listeners found by the {@code etl:} endpoints in the registry, by their type */
    static Routes start(Settings.Address source, Settings.Address target, Map<String, PipelineListener> listeners)
            throws Exception {
        Routes routes = new Routes(Ports.freeFrom(FIRST_PORT));
        routes.camel.addInitialProperty("camel.server.port", String.valueOf(routes.port));
        // Ctrl-C is the demo's: Camel is to stop in its turn, not by a hook of its own.
        routes.camel.setShutdownStrategy(new SimpleMainShutdownStrategy());
        routes.configure("source", source);
        routes.configure("target", target);
        listeners.forEach(routes.camel::bind);
        routes.camel
                .configure()
                .withName("identity-sync")
                .withRoutesIncludePattern("classpath:camel/*.yaml")
                .withShutdownTimeout(SHUTDOWN_SECONDS);
        try {
            routes.camel.start();
        } catch (Exception e) {
            routes.close();
            throw e;
        }
        return routes;
    }

    /** @return where the console of the pipelines is */
    String console() {
        return "http://localhost:" + port + "/etl/";
    }

    private void configure(String database, Settings.Address address) {
        camel.addInitialProperty(database + ".url", address.url());
        camel.addInitialProperty(database + ".user", address.user());
        camel.addInitialProperty(database + ".password", address.password());
    }

    /** Stops the timers; a run ends after the page in hand. */
    @Override
    public void close() {
        camel.stop();
    }
}
