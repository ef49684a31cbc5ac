package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.RecordedEvents;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of {@code operation=load} that wait for rows which other loads bring. */
@Tag("slow")
@WithEtl
class PostponedLoadsTest {
    private static final int PAIRS = Integer.getInteger("etl.test.pairs", 20);

    private final RecordedEvents events = new RecordedEvents();
    private final AtomicInteger loads = new AtomicInteger();

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void createTables() {
        target.execute(
                "create table parent (id int primary key, v int)",
                "create table child (id int primary key, parent_id int references parent, v int)");
        etl.bind("events", events);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "staging=unlogged&versionColumn=v"})
    void consumers_whose_records_wait_for_each_other_all_succeed(String more) {
        Seeded.times(1).play("order of loads", seed -> {
            target.execute("truncate child, parent");
            String name = "loads" + seed + more.hashCode();
            route(name, more);
            List<Callable<Object>> calls = new ArrayList<>();
            for (int pair = 1; pair <= PAIRS; pair++) {
                int id = pair;
                calls.add(() -> load(name, "parent", Map.of("id", id, "v", 1)));
                calls.add(() -> load(name, "child", Map.of("id", id, "parent_id", id, "v", 1)));
            }
            Collections.shuffle(calls, Seeded.random(seed));
            ExecutorService consumers = Executors.newFixedThreadPool(16);
            try {
                for (Future<Object> load : consumers.invokeAll(calls)) {
                    load.get(); // throws what the load threw
                }
            } finally {
                consumers.shutdown();
            }
            assertThat(target.count("parent")).isEqualTo(PAIRS);
            assertThat(target.count("child")).isEqualTo(PAIRS);
            assertThat(status(name).postponedRecords()).isZero();
        });
    }

    @Test
    void runs_and_loads_of_one_pipeline_help_each_others_records_and_lose_none(@SourceDb TestDatabase source)
            throws Exception {
        source.execute("create table parent (id int primary key, updated_at timestamptz default clock_timestamp())");
        etl.bind("parents", (Transform<Map<String, Object>>) rows -> rows.stream()
                .map(row ->
                        row.containsKey("parent_id") ? data("child", row) : data("parent", Map.of("id", row.get("id"))))
                .toList());
        etl.route(
                "both",
                "query=RAW(select * from parent)&sourceDataSource=#source&dataSource=#target"
                        + "&cursorColumns=updated_at,id&tables=parent,child&allowOperationHeader=true&consistencyDelay=0&transform=#parents");
        ExecutorService loader = Executors.newSingleThreadExecutor();
        Future<?> loads = loader.submit(() -> {
            for (int id = 1; id <= PAIRS; ) {
                id += loadedBesideRuns(id) ? 1 : 0;
            }
        });
        for (int id = 1; id <= PAIRS; id++) {
            source.execute("insert into parent (id) values (" + id + ")");
            runBesideLoads();
        }
        loads.get();
        loader.shutdown();
        etl.run("both");

        assertThat(target.count("child")).isEqualTo(PAIRS);
        assertThat(target.count("parent")).isEqualTo(PAIRS);
        assertThat(status("both").postponedRecords()).isZero();
    }

    private boolean loadedBesideRuns(int id) {
        Map<String, Object> child = new LinkedHashMap<>();
        child.put("id", id);
        child.put("parent_id", id);
        try {
            etl.send(
                    "both",
                    List.of(child),
                    Map.of(
                            "CamelEtlOperation",
                            "load",
                            "CamelEtlEndCursor",
                            "{\"updated_at\":\"2000-01-01T00:00:00Z\",\"id\":0}"),
                    PageReport.class);
            return true;
        } catch (StaleLeaseException e) {
            return false; // a run has the pipeline; the message comes again
        }
    }

    /** The run may find records that wait, of which the parents are not yet at the source. */
    private void runBesideLoads() {
        try {
            etl.run("both");
        } catch (EtlException e) {
            assertThat(e).hasMessageContaining("records wait");
        }
    }

    @Test
    void a_load_that_finds_records_waiting_takes_them_along_though_another_process_postponed_them() throws Exception {
        route("here", "");
        load("here", "child", Map.of("id", 1, "parent_id", 1, "v", 1));
        try (EtlContext other = new EtlContext(target, target)) {
            other.route("here", "operation=load&dataSource=#target&tables=parent,child&allowOperationHeader=true");
            other.send("here", List.of(data("parent", Map.of("id", 1, "v", 1))), cursor(), PageReport.class);
        }

        assertThat(target.count("child")).isOne();
        assertThat(status("here").postponedRecords()).isZero();
    }

    @Test
    void the_status_says_since_when_records_wait_and_none_when_none_does() throws Exception {
        route("loads", "");
        load("loads", "child", Map.of("id", 1, "parent_id", 1, "v", 1));
        age("3 hours");

        assertThat(status("loads").postponedSince())
                .isEqualTo(target.<Instant>value("select postponed_at from etl_rejected_record"));
        load("loads", "parent", Map.of("id", 1, "v", 1));
        assertThat(status("loads").postponedSince()).isNull();
    }

    @Test
    void a_replay_loads_what_waits_and_fails_for_what_has_waited_for_an_hour() throws Exception {
        route("loads", "");
        load("loads", "child", Map.of("id", 1, "parent_id", 1, "v", 1));
        load("loads", "child", Map.of("id", 2, "parent_id", 2, "v", 1));

        replay("loads");
        assertThat(status("loads").postponedRecords()).isEqualTo(2);
        target.execute("insert into parent values (1)");
        age("2 hours");
        assertThatThrownBy(() -> replay("loads"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("1 records wait", "child", "id = 2", "60 minutes");

        assertThat(target.query("select id from child")).containsExactly(Map.of("id", 1));
        assertThat(status("loads").postponedRecords()).isOne();
    }

    @Test
    void a_replay_sets_aside_what_has_waited_for_an_hour_where_bad_records_may_be() throws Exception {
        route("loads", "onBadRecord=reject");
        load("loads", "child", Map.of("id", 2, "parent_id", 2, "v", 1));
        age("2 hours");

        replay("loads");

        assertThat(status("loads").postponedRecords()).isZero();
        assertThat(status("loads").rejectedRecords()).isOne();
        assertThat(events.list())
                .hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RecordsRejected.class);
    }

    @Test
    void loads_tell_of_records_that_have_waited_for_an_hour_and_not_with_each_load() throws Exception {
        route("loads", "");
        load("loads", "child", Map.of("id", 2, "parent_id", 2, "v", 1));
        age("2 hours");
        for (int id = 10; id < 13; id++) {
            load("loads", "parent", Map.of("id", id, "v", 1));
        }

        assertThat(events.list())
                .hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RecordsOverdue.class);
        assertThat(events.list().get(1).message()).contains("child", "id = 2", "replay");
    }

    @Test
    void more_than_may_wait_fail_the_load_and_nothing_of_it_is_written() throws Exception {
        route("loads", "maxPostponed=2");
        load("loads", "child", Map.of("id", 1, "parent_id", 1, "v", 1), Map.of("id", 2, "parent_id", 1, "v", 1));

        assertThatThrownBy(() -> load(
                        "loads",
                        "child",
                        Map.of("id", 3, "parent_id", 1, "v", 1),
                        Map.of("id", 4, "parent_id", 1, "v", 1)))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("no more than 2", "maxPostponed");
        assertThat(target.count("child")).isZero();
        load("loads", "parent", Map.of("id", 1, "v", 1));
        assertThat(target.count("child")).isEqualTo(2);
    }

    private void route(String name, String more) throws Exception {
        etl.route(
                name,
                "operation=load&dataSource=#target&tables=parent,child&notifier=#events&allowOperationHeader=true"
                        + (more.isEmpty() ? "" : "&" + more));
    }

    @SafeVarargs
    private Object load(String pipeline, String table, Map<String, Object>... records) {
        return etl.send(pipeline, List.of(data(table, records)), cursor(), PageReport.class);
    }

    @SafeVarargs
    private static TargetData data(String table, Map<String, Object>... records) {
        return new TargetData(table, List.of(records));
    }

    private Map<String, Object> cursor() {
        Instant at = Instant.parse("2026-01-01T12:00:00Z").plusSeconds(loads.incrementAndGet());
        return Map.of("CamelEtlEndCursor", new TimestampCursor(at, "1"));
    }

    private void replay(String pipeline) {
        etl.send(pipeline, null, Map.of("CamelEtlOperation", "replay"), RunReport.class);
    }

    private void age(String interval) {
        target.execute("update etl_rejected_record set postponed_at = postponed_at - interval '" + interval + "'");
    }

    private PipelineStatus status(String pipeline) {
        return etl.send(pipeline, null, Map.of("CamelEtlOperation", "status"), PipelineStatus.class);
    }
}
