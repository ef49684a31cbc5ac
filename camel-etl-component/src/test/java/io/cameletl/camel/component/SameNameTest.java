package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.PipelineStatus;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is not a lock: another pipeline of the same name is refused, the same one with changes is not. */
@WithPostgres
@Tag("slow")
class SameNameTest {
    private static final String WHERE = "&sourceDataSource=#source&dataSource=#target&consistencyDelay=0";
    private static final String ORDERS =
            "query=RAW(select id, updated_at from orders)&cursorColumns=updated_at,id&tables=orders" + WHERE;

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        for (String table : new String[] {"orders", "lines", "people"}) {
            String columns = " (id bigint primary key, updated_at timestamptz not null, a int)";
            source.execute("create table " + table + columns);
            target.execute("create table " + table + columns);
        }
        source.execute("create index on orders (a, id)");
        source.execute("insert into orders select g, now() - interval '1 hour' from generate_series(1, 10) g");
        source.execute("insert into people select g, now() - interval '2 hours' from generate_series(1, 10) g");
        run(ORDERS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query=RAW(select id, updated_at from people)&cursorColumns=updated_at,id&tables=people",
                "query=RAW(select id, updated_at from people)&cursorColumns=updated_at,id&tables=orders",
                "query=RAW(select id, updated_at from orders)&cursorColumns=updated_at,id&tables=lines",
                "query=RAW(select id, updated_at, a from orders)&cursorColumns=a,id&tables=orders"
            })
    void another_is_refused_until_it_is_adopted(String options) throws Exception {
        assertThatThrownBy(() -> run(options + WHERE))
                .hasStackTraceContaining("pipeline \"data\": the name is another pipeline's in these state tables")
                .hasStackTraceContaining("operation=adopt");
        assertThat(target.count("orders")).isEqualTo(10);

        PipelineStatus adopted = adopt();
        assertThat(adopted.lastRuns().get(0).outcome()).isEqualTo("ADOPT");
        assertThat(adopted.lastRuns().get(0).message()).contains("orders");
        assertThatCode(() -> start(options + WHERE)).doesNotThrowAnyException();

        assertThatThrownBy(() -> run(ORDERS)).hasStackTraceContaining("the name is another pipeline's");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query=RAW(select id, updated_at from orders where id > 0)&cursorColumns=updated_at,id&tables=orders",
                "query=RAW(select o.id, o.updated_at, a from orders o)&cursorColumns=updated_at,id&tables=orders&pageSize=3",
                "query=RAW(select max(id) as id, max(updated_at) as updated_at from orders group by id)"
                        + "&cursorColumns=updated_at,id&tables=public.orders",
                "query=RAW(select id, updated_at from orders)&cursorColumns=updated_at,id&tables=orders&lookback=1h"
                        + "&versionColumn=updated_at"
            })
    void the_same_with_changes_goes_on(String options) throws Exception {
        run(options + WHERE);
        run(ORDERS);

        assertThat(target.count("orders")).isEqualTo(10);
    }

    @Test
    void tables_come_and_go() throws Exception {
        String transform =
                "query=RAW(select id, updated_at from orders)&cursorColumns=updated_at,id" + "&transform=#none" + WHERE;
        start(transform + "&tables=orders,lines");
        start(transform + "&tables=lines");
        start(transform + "&tables=lines,people");

        assertThatThrownBy(() -> {
                    target.execute("create table more (id bigint primary key)");
                    start(transform + "&tables=more");
                })
                .hasStackTraceContaining("and this loads [\"public\".\"more\"]");
    }

    @Test
    void after_a_seek_the_cursor_may_be_of_other_columns() throws Exception {
        String options = "query=RAW(select id, updated_at, a from orders)&cursorColumns=id&tables=orders" + WHERE;
        assertThatThrownBy(() -> start(options)).hasStackTraceContaining("its cursorColumns were [updated_at, id]");

        try (EtlContext etl = new EtlContext(source, target)) {
            etl.camel()
                    .createProducerTemplate()
                    .requestBody(
                            "etl:data?operation=seek&dataSource=#target&cursorType=KeysetCursor&cursorColumns=id",
                            (Object) "{\"id\":\"0\"}");
        }

        assertThatCode(() -> run(options)).doesNotThrowAnyException();
    }

    @Test
    void of_several_that_start_at_once_one_gets_a_name() throws Exception {
        String people =
                "query=RAW(select id, updated_at from people)&cursorColumns=updated_at,id&tables=people" + WHERE;
        adopt();
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> orders = () -> attempt(together, ORDERS);
            Callable<Integer> others = () -> attempt(together, people);
            int started = 0;
            for (var start : threads.invokeAll(java.util.List.of(orders, others, orders, others))) {
                started += start.get();
            }
            assertThat(started).isEqualTo(2);
        } finally {
            threads.shutdownNow();
        }
        assertThat(target.query("select made_of -> 'tables' from etl_pipeline")).hasSize(1);
    }

    private int attempt(CyclicBarrier together, String options) throws Exception {
        try (EtlContext etl = context()) {
            together.await();
            etl.route("data", options);
            return 1;
        } catch (Exception e) {
            assertThat(e).hasStackTraceContaining("the name is another pipeline's");
            return 0;
        }
    }

    private EtlContext context() throws Exception {
        return new EtlContext(source, target).bind("none", (io.cameletl.Transform<Object>) rows -> java.util.List.of());
    }

    private void start(String options) throws Exception {
        try (EtlContext etl = context()) {
            etl.route("data", options);
        }
    }

    private void run(String options) throws Exception {
        try (EtlContext etl = context()) {
            etl.route("data", options).run("data");
        }
    }

    private PipelineStatus adopt() throws Exception {
        try (EtlContext etl = new EtlContext(source, target)) {
            return etl.camel()
                    .createProducerTemplate()
                    .requestBody("etl:data?operation=adopt&dataSource=#target", (Object) null, PipelineStatus.class);
        }
    }
}
