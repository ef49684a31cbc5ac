package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.PageReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.Target;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that come at once, in any order: all succeed, and the position is that of the latest. */
@Tag("slow")
@WithPostgres
class LoadsInTurnTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestDatabase state;
    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void tables(@SourceDb TestDatabase other, @TargetDb TestDatabase to) throws Exception {
        state = other;
        target = to;
        target.execute("create table orders (id bigint primary key, amount bigint)");
        etl = new EtlContext(other, target);
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tables=orders&dataSource=#target",
                "tables=orders&dataSource=#target&staging=unlogged",
                "tables=orders&dataSource=#target&stateDataSource=#source",
                "target=#other&stateDataSource=#source"
            })
    void loads_in_any_order_all_succeed_and_the_cursor_is_the_latest(String options) throws Exception {
        List<Object> elsewhere = Collections.synchronizedList(new ArrayList<>());
        etl.bind("other", (Target) page -> page.data().forEach(data -> elsewhere.addAll(data.records())))
                .route(
                        "orders",
                        "operation=load&allowOperationHeader=true&" + options
                                + (options.contains("#other") ? "&tables=orders" : ""));
        TestDatabase kept = options.contains("#source") ? state : target;
        Seeded.times(1).play("LoadsInTurnTest", seed -> {
            Random random = Seeded.random(seed);
            List<Callable<PageReport>> loads = new ArrayList<>();
            for (int number = 1; number <= 120; number++) {
                long id = number;
                boolean next = random.nextBoolean();
                loads.add(() -> load(id, Map.of(EtlConstants.HAS_NEXT_PAGE, next)));
            }
            Collections.shuffle(loads, random);
            ExecutorService consumers = Executors.newFixedThreadPool(8);
            try {
                for (Future<PageReport> load : consumers.invokeAll(loads)) {
                    assertThat(load.get().rows()).isEqualTo(6);
                }
            } finally {
                consumers.shutdownNow();
            }
            assertThat(kept.<String>value("select cursor::text from etl_pipeline"))
                    .contains("\"id\":\"120\"");
        });
        assertThat(kept.<Long>value("select version from etl_pipeline")).isGreaterThanOrEqualTo(120);
        if (options.contains("#other")) {
            assertThat(elsewhere.stream().distinct().count()).isGreaterThanOrEqualTo(120);
        } else {
            assertThat(target.count("orders where id > 0")).isEqualTo(120);
        }
    }

    @Test
    void a_page_behind_the_position_is_loaded_and_leaves_cursor_and_window() {
        loading();
        etl.send("orders", null, Map.of(EtlConstants.OPERATION, "next"), Object.class);
        load(7, Map.of(EtlConstants.HAS_NEXT_PAGE, true));

        PageReport behind = load(5, Map.of());

        assertThat(behind.endCursor()).isNull();
        assertThat(target.count("orders where id > 0")).isEqualTo(2);
        assertThat(target.<String>value("select cursor::text from etl_pipeline"))
                .contains("\"id\":\"7\"");
        assertThat(target.<Boolean>value("select from_at < before_at from etl_pipeline"))
                .as("the window is open: rows after the cursor are to be read")
                .isTrue();
        load(7, Map.of());
        assertThat(target.<Boolean>value("select from_at = before_at from etl_pipeline"))
                .as("the last page, read again, closes it")
                .isTrue();
    }

    @Test
    void loads_that_name_a_version_are_as_before_and_the_first_wins() {
        loading();
        Map<String, Object> first = new HashMap<>();
        etl.camel()
                .createProducerTemplate()
                .request("direct:orders", exchange -> exchange.getMessage().setHeader(EtlConstants.OPERATION, "next"))
                .getMessage()
                .getHeaders()
                .forEach((name, value) -> {
                    if (name.equals(EtlConstants.VERSION)) {
                        first.put(name, value);
                    }
                });
        load(1, first);

        assertThatThrownBy(() -> load(2, first)).isInstanceOf(StaleLeaseException.class);
        assertThat(target.count("orders where id > 0")).isEqualTo(1);
    }

    @Test
    void a_load_during_a_run_is_refused_and_touches_nothing() {
        loading();
        load(1, Map.of());
        target.execute("update etl_pipeline set lease_owner = 'a run', lease_until = now() + interval '1 hour'");

        assertThatThrownBy(() -> load(2, Map.of()))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("a run holds the pipeline until");

        assertThat(target.count("orders where id > 0")).isEqualTo(1);
    }

    private void loading() {
        try {
            etl.route("orders", "operation=load&tables=orders&dataSource=#target&allowOperationHeader=true");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A row of its own, and five that all loads have, each in an order of its own. */
    private PageReport load(long id, Map<String, Object> headers) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (long shared = 0; shared < 5; shared++) {
            records.add(Map.of("id", -1 - shared, "amount", id));
        }
        Collections.shuffle(records, new Random(id));
        records.add(Map.of("id", id, "amount", id));
        Map<String, Object> all = new HashMap<>(headers);
        all.put(EtlConstants.OPERATION, "load");
        all.put(EtlConstants.END_CURSOR, new TimestampCursor(NOON.plusSeconds(id), Long.toString(id)));
        return etl.send("orders", records, all, PageReport.class);
    }
}
