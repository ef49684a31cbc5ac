package io.cameletl.example;

import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.camel.component.EtlEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
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

    /**
     * Lets a pipeline compare its source with its target: what it has loaded, row by row, however long it runs otherwise.
     *
     * @throws InterruptedException when the wait for a run of it was interrupted
     */
    VerificationReport verify(String pipeline) throws InterruptedException {
        CamelContext context = camel.getCamelContext();
        Endpoint endpoint = context.getEndpoints().stream()
                .filter(each ->
                        each instanceof EtlEndpoint etl && etl.getPipeline().equals(pipeline))
                .findFirst()
                .orElseThrow();
        try (ProducerTemplate template = context.createProducerTemplate()) {
            VerificationReport report = verify(endpoint, template);
            // One of its runs is in hand.
            while (report.outcome() == RunOutcome.BUSY) {
                TimeUnit.MILLISECONDS.sleep(100);
                report = verify(endpoint, template);
            }
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VerificationReport verify(Endpoint endpoint, ProducerTemplate template) {
        return (VerificationReport) template.sendBodyAndHeader(
                endpoint, ExchangePattern.InOut, null, EtlConstants.OPERATION, EtlOperation.VERIFY);
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
