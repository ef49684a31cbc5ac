package io.cameletl.guarantees.support;

import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.support.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.Message;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.main.Main;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.quartz.Scheduler;

/**
 * A node of a cluster with the properties that the documentation shows: camel-main, Quartz's job store in the target
 * database. It says {@code TICK TRIGGER MILLIS} when a tick reaches a route, with the time when it was due, and
 * {@code RAN PIPELINE OUTCOME PAGES ROWS}.
 */
public final class Node implements AutoCloseable {
    private static final String QUARTZ = "camel.component.quartz.properties[%s]";

    private final Main main = new Main();
    private final Properties properties = new Properties();

    /** @param warehouse URL, user and password of the target */
    public Node(List<String> warehouse, DataSource source, DataSource target, Consumer<String> say) {
        try (InputStream documented = Node.class.getResourceAsStream("/docs/cluster.properties")) {
            properties.load(documented);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        properties.setProperty("warehouse.url", warehouse.get(0));
        properties.setProperty("warehouse.user", warehouse.get(1));
        properties.setProperty("warehouse.password", warehouse.get(2));
        quartz("org.quartz.jobStore.clusterCheckinInterval", 500); // nodes notice each other sooner
        quartz("org.quartz.scheduler.idleWaitTime", 1000);
        main.bind("source", source);
        main.bind("target", target);
        main.bind("split", new SplitUsers());
        main.bind("reports", new PipelineListener() {
            @Override
            public void runEnded(RunEnd end) {
                RunReport run = end.run();
                say.accept("RAN " + run.pipeline() + " " + run.outcome() + " " + run.pages() + " " + run.rows());
            }
        });
        main.bind("ticks", new Ticks(say));
    }

    /** Quartz's tables, by the script in Quartz's jar. */
    public static void createTables(TestDatabase target) throws IOException {
        try (InputStream script =
                Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            target.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    public Node quartz(String property, long value) {
        properties.setProperty(QUARTZ.formatted(property), Long.toString(value));
        return this;
    }

    public Node add(Plan plan) {
        main.configure().addRoutesBuilder(plan.routes());
        return this;
    }

    public Node start() throws Exception {
        main.setOverrideProperties(properties);
        main.start();
        return this;
    }

    /** Adds it to the node that runs. */
    public void addLate(Plan plan) throws Exception {
        main.getCamelContext().addRoutes(plan.routes());
    }

    public Scheduler scheduler() {
        return main.getCamelContext()
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler();
    }

    /** Stops in order: what runs ends after the page in hand. */
    @Override
    public void close() {
        main.stop();
    }

    private static final class Ticks extends EventNotifierSupport {
        private final Consumer<String> say;

        Ticks(Consumer<String> say) {
            this.say = say;
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof CamelEvent.ExchangeCreatedEvent created
                    && created.getExchange().getFromEndpoint() instanceof QuartzEndpoint) {
                Message tick = created.getExchange().getMessage();
                Date due = tick.getHeader("scheduledFireTime", Date.class);
                say.accept("TICK " + tick.getHeader("triggerName") + " " + due.getTime());
            }
        }
    }
}
