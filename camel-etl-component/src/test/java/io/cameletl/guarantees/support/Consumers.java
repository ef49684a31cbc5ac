package io.cameletl.guarantees.support;

import io.cameletl.PageReport;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Consumers of a queue of numbered messages, the table {@code messages} at the source: each takes one, loads it by
 * {@code operation=load}, and then has it gone. Whatever ends a consumer before leaves the message in the queue. A
 * message is a row of its own, and rows that it shares with others, in an order of chance.
 */
public final class Consumers {
    public static final String PIPELINE = "stock";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int SHARED = 20;

    private final DataSource queue;
    private final DataSource target;
    private final Consumer<String> failed;

    /** @param failed hears why a message could not be loaded */
    public Consumers(DataSource queue, DataSource target, Consumer<String> failed) {
        this.queue = queue;
        this.target = target;
        this.failed = failed;
    }

    /** Returns when the queue is empty. */
    public void consume(int consumers, String options) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("target", target);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:load").to("etl:" + PIPELINE + "?operation=load&dataSource=#target&" + options);
                }
            });
            context.start();
            ProducerTemplate template = context.createProducerTemplate();
            ExecutorService threads = Executors.newFixedThreadPool(consumers);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < consumers; i++) {
                all.add(threads.submit(() -> {
                    consume(template);
                    return null;
                }));
            }
            for (Future<?> consumer : all) {
                consumer.get();
            }
            threads.shutdown();
        }
    }

    private void consume(ProducerTemplate template) throws SQLException {
        try (Connection connection = queue.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (true) {
                long message;
                try (ResultSet taken = statement.executeQuery(
                        "delete from messages where id = (select id from messages order by id for update skip locked limit 1)"
                                + " returning id")) {
                    if (!taken.next()) {
                        connection.rollback();
                        return;
                    }
                    message = taken.getLong(1);
                }
                try {
                    load(template, message);
                    connection.commit();
                } catch (RuntimeException e) {
                    connection.rollback();
                    failed.accept(message + ": " + e + ", " + e.getCause());
                }
            }
        }
    }

    private static void load(ProducerTemplate template, long message) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(EtlConstants.END_CURSOR, cursor(message));
        template.requestBodyAndHeaders("direct:load", records(message), headers, PageReport.class);
    }

    /** The cursor of the message. */
    public static TimestampCursor cursor(long message) {
        return new TimestampCursor(NOON.plusSeconds(message), Long.toString(message));
    }

    private static List<Map<String, Object>> records(long message) {
        List<Map<String, Object>> records = new ArrayList<>();
        records.add(Map.of("id", message, "message", message));
        Random random = new Random();
        random.ints(0, SHARED)
                .distinct()
                .limit(5)
                .forEach(shared -> records.add(Map.of("id", -1L - shared, "message", message)));
        return records;
    }
}
