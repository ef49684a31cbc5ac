package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.docs.Snippets;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a registry of Micrometer's is, pipelines have meters in it. */
@WithEtl
class MetersTest {
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#source&dataSource=#target"
            + "&cursorColumns=updated_at,id&tables=t&deletedColumn=gone&consistencyDelay=0&pageSize=2"
            + "&maximumRedeliveries=0&onBadRecord=reject&allowOperationHeader=true";

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now(), gone bool)");
        target.execute("create table t (id int primary key check (id < 100), updated_at timestamptz not null)");
        etl.bind("meters", registry).route("t", OPTIONS);
    }

    @Test
    void runs_pages_and_rows_are_counted_by_what_became_of_them() {
        source.execute("insert into t values (1), (2), (3), (100)");
        etl.run("t");
        source.execute(
                "update t set updated_at = clock_timestamp() where id = 1",
                "update t set updated_at = clock_timestamp(), gone = true where id = 2");
        etl.run("t");
        etl.run("t");

        assertThat(count("runs", "outcome", "drained")).isEqualTo(3);
        assertThat(registry.get("camel.etl.run.duration")
                        .tags("pipeline", "t")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(count("pages")).isEqualTo(3);
        assertThat(rows("inserted")).isEqualTo(3);
        assertThat(rows("updated")).isOne();
        assertThat(rows("deleted")).isOne();
        assertThat(rows("rejected")).isOne();
        assertThat(gauge("rejected")).isOne();
        assertThat(count("bytes")).isBetween(100.0, 1_000.0);
        for (String phase : List.of("extract", "transform", "stage", "merge", "commit")) {
            assertThat(registry.get("camel.etl.page.duration")
                            .tags("pipeline", "t", "phase", phase)
                            .timer())
                    .as(phase)
                    .satisfies(timer -> {
                        assertThat(timer.count()).isEqualTo(3);
                        assertThat(timer.totalTime(TimeUnit.NANOSECONDS)).isPositive();
                    });
        }
        assertThat(gauge("lag")).isCloseTo(0, within(Duration.ofMinutes(1).toSeconds() * 1.0));
    }

    @Test
    void failures_in_a_row_and_a_pause_are_shown_and_over_after_a_good_run() {
        target.execute("alter table t rename to gone");
        source.execute("insert into t values (1)");
        for (int run = 1; run <= 2; run++) {
            assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class);
        }
        assertThat(gauge("consecutive.failures")).isEqualTo(2);
        assertThat(count("runs", "outcome", "failed")).isEqualTo(2);

        target.execute("alter table gone rename to t");
        etl.send("t", null, Map.of("CamelEtlOperation", "pause"), Object.class);
        etl.run("t");
        assertThat(gauge("paused")).isOne();
        assertThat(count("runs", "outcome", "paused")).isOne();

        etl.send("t", null, Map.of("CamelEtlOperation", "resume"), Object.class);
        etl.run("t");
        assertThat(gauge("paused")).isZero();
        assertThat(gauge("consecutive.failures")).isZero();
        assertThat(gauge("breaker.open")).isZero();
        assertThat(gauge("late")).isZero();
        assertThat(gauge("postponed")).isZero();
    }

    @Test
    void the_ledgers_gauges_go_down_with_a_replay_and_are_there_after_a_restart() throws Exception {
        source.execute("insert into t values (1), (100)");
        etl.run("t");
        etl.camel().removeRoute("t");
        assertThat(gauge("rejected")).isOne();

        etl.restart();
        etl.route("t", OPTIONS);
        assertThat(gauge("rejected")).isOne();
        assertThat(gauge("skipped")).isZero();

        target.execute("alter table t drop constraint t_id_check");
        etl.send("t", null, Map.of("CamelEtlOperation", "replay"), Object.class);
        assertThat(gauge("rejected")).isZero();
        assertThat(target.count("t")).isEqualTo(2);
    }

    @Test
    void skipped_pages_and_what_waits_are_counted_until_they_are_in() throws Exception {
        target.execute("create table child (id int primary key, parent int references t)");
        source.execute("create table child (id int primary key, parent int, updated_at timestamptz default now())");
        etl.route(
                "child",
                OPTIONS.replace("* from t", "* from child")
                        .replace("tables=t", "tables=child&omitColumns=updated_at")
                        .replace("&deletedColumn=gone", ""));
        source.execute("insert into child values (1, 7)", "insert into t values (7)");
        etl.run("child");
        assertThat(gauge("child", "postponed")).isOne();
        etl.run("t");
        etl.run("child");
        assertThat(gauge("child", "postponed")).isZero();
        assertThat(target.count("child")).isOne();

        etl.route("skipping", OPTIONS.replace("reject", "fail").replace("pageSize=2", "pageSize=1&onExhausted=skip"));
        source.execute("insert into t values (100)");
        etl.run("skipping");
        assertThat(gauge("skipping", "skipped")).isOne();
        target.execute("alter table t drop constraint t_id_check");
        etl.send("skipping", null, Map.of("CamelEtlOperation", "replay"), Object.class);
        assertThat(gauge("skipping", "skipped")).isZero();
    }

    @Test
    void meters_go_with_the_pipeline_s_last_endpoint() throws Exception {
        etl.run("t");
        assertThat(registry.getMeters()).isNotEmpty();

        etl.camel().getRouteController().stopRoute("t");
        etl.camel().removeRoute("t");
        etl.camel().removeEndpoints("etl:*");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void the_documentation_s_table_has_every_meter_and_its_kind() throws Exception {
        etl.route("skipping", OPTIONS.replace("reject", "fail").replace("pageSize=2", "pageSize=1&onExhausted=skip"));
        target.execute(
                "create sequence tries",
                "create function busy() returns trigger language plpgsql as 'begin if nextval(''tries'') = 1 then"
                        + " raise exception ''busy'' using errcode = ''40001''; end if; return new; end'",
                "create trigger busy before insert on t for each row execute function busy()");
        etl.route("retrying", OPTIONS.replace("maximumRedeliveries=0", "maximumRedeliveries=1&redeliveryDelay=1"));
        source.execute("insert into t values (1), (100)");
        etl.run("retrying");
        etl.run("skipping");

        Map<String, String> made = new TreeMap<>();
        registry.getMeters()
                .forEach(meter -> made.put(
                        meter.getId().getName(), meter.getId().getType().name().toLowerCase(Locale.ROOT)));
        String page = Files.readString(Snippets.root().resolve("src-docs/operations.md"));
        Map<String, String> documented = Pattern.compile(
                        "^\\| `(camel\\.etl\\.[\\w.]+)` \\| (\\w+) \\|", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        assertThat(documented).isEqualTo(made);
    }

    private double rows(String operation) {
        return count("rows", "table", "t", "operation", operation);
    }

    private double count(String name, String... tags) {
        return registry.get("camel.etl." + name)
                .tags("pipeline", "t")
                .tags(tags)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return gauge("t", name);
    }

    private double gauge(String pipeline, String name) {
        return registry.get("camel.etl." + name)
                .tags("pipeline", pipeline)
                .gauge()
                .value();
    }
}
