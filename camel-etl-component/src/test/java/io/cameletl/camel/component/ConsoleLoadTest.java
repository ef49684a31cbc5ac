package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.internal.adapter.console.ContextConsole;
import io.cameletl.internal.adapter.console.support.StandIn;
import io.cameletl.internal.console.http.Answer;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** However many look at how many pipelines, the state database is asked once a second. */
@Tag("slow")
@WithEtl
class ConsoleLoadTest {
    private static final int SECONDS = 4;

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @Test
    void two_hundred_pipelines_ten_consoles_and_five_scrapes_a_second_are_a_statement_a_second() throws Exception {
        source.execute("create table t (id int primary key, at timestamptz not null default now())");
        target.execute("create table t (id int primary key, at timestamptz)");
        StatementLog log = new StatementLog(target.dataSource());
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        etl.bind("counted", log).bind("meters", meters).bind("place", new StandIn());
        EtlComponent component = new EtlComponent();
        component.setConsole("/etl");
        etl.camel().addComponent("etl", component);
        new JdbcPipelineStore(target.dataSource(), null, true).position("p0");
        target.execute(
                "insert into etl_pipeline (name) select 'p' || n from generate_series(1, 199) n",
                "insert into etl_run (pipeline, run_number, outcome, started_at, took, pages, rows, tables)"
                        + " select 'p' || p, r, 'DRAINED', now(), '1s', 1, 1, '{}' from generate_series(0, 199) p,"
                        + " generate_series(1, 50) r");
        for (int i = 0; i < 200; i++) {
            etl.route(
                    "p" + i,
                    "query=RAW(select id, at from t)&sourceDataSource=#source&cursorColumns=at,id&dataSource=#counted"
                            + "&tables=t&consistencyDelay=0");
        }
        ConsoleServer console = ContextConsole.of(etl.camel()).orElseThrow();
        assertThat(look(console).status()).isEqualTo(200);

        log.clear();
        long begun = System.nanoTime();
        ScheduledExecutorService lookers = Executors.newScheduledThreadPool(11);
        AtomicInteger looks = new AtomicInteger();
        CountDownLatch scrapes = new CountDownLatch(SECONDS * 5);
        for (int i = 0; i < 10; i++) {
            lookers.scheduleAtFixedRate(
                    () -> looks.addAndGet(look(console).status() == 200 ? 1 : -1_000_000),
                    0,
                    200,
                    TimeUnit.MILLISECONDS);
        }
        lookers.scheduleAtFixedRate(
                () -> {
                    meters.getMeters().forEach(meter -> meter.measure().forEach(one -> one.getValue()));
                    HealthCheckHelper.invoke(etl.camel());
                    scrapes.countDown();
                },
                0,
                200,
                TimeUnit.MILLISECONDS);
        assertThat(scrapes.await(1, TimeUnit.MINUTES)).isTrue();
        lookers.shutdown();
        assertThat(lookers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        double seconds = (System.nanoTime() - begun) / 1e9;

        assertThat(looks.get()).isGreaterThan(20);
        assertThat(log.all()).as("statements in %s s", seconds).hasSizeLessThanOrEqualTo((int) seconds + 1);
    }

    private static Answer look(ConsoleServer console) {
        return console.answer(new Request("GET", "/part/overview", null, Map.of(), new byte[0], Set.of(), Set.of()));
    }
}
