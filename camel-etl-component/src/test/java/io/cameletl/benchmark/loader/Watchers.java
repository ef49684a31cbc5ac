package io.cameletl.benchmark.loader;

import io.cameletl.camel.component.EtlComponent;
import io.cameletl.internal.adapter.console.ContextConsole;
import io.cameletl.internal.adapter.console.support.StandIn;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;

/** Two hundred pipelines in one context, ten consoles that show them, and five scrapes a second of meters and health. */
final class Watchers {
    private static final int PIPELINES = 200;
    private static final int CONSOLES = 10;
    private static final int SCRAPES_A_SECOND = 5;

    private final CamelContext camel;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private Watchers(CamelContext camel) {
        this.camel = camel;
    }

    /** Makes a context, which is not started yet, one that can be watched. */
    static Watchers of(CamelContext camel) {
        Watchers watchers = new Watchers(camel);
        camel.getRegistry().bind("meters", watchers.meters);
        camel.getRegistry().bind("place", new StandIn());
        EtlComponent component = new EtlComponent();
        component.setConsole("/etl");
        camel.addComponent("etl", component);
        return watchers;
    }

    /** @param uri of the context's pipelines, after their names */
    void addPipelines(String uri) {
        for (int i = 0; i < PIPELINES; i++) {
            camel.getEndpoint("etl:watched-" + i + uri);
        }
    }

    /** What is done while they look. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void during(Work work) throws Exception {
        ConsoleServer console = ContextConsole.of(camel).orElseThrow();
        Request request = new Request("GET", "/part/overview", null, Map.of(), new byte[0], Set.of(), Set.of());
        ScheduledExecutorService lookers = Executors.newScheduledThreadPool(CONSOLES + 1);
        for (int i = 0; i < CONSOLES; i++) {
            lookers.scheduleAtFixedRate(() -> console.answer(request), 100L * i, 1_000, TimeUnit.MILLISECONDS);
        }
        lookers.scheduleAtFixedRate(this::scrape, 0, 1_000 / SCRAPES_A_SECOND, TimeUnit.MILLISECONDS);
        try {
            work.run();
        } finally {
            lookers.shutdownNow();
        }
    }

    private void scrape() {
        meters.scrape();
        HealthCheckHelper.invoke(camel);
    }
}
