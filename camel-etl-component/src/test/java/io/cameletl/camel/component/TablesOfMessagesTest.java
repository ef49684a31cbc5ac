package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A message may name tables, as far as it is allowed to; and never those that keep positions. */
@WithPostgres
@Tag("slow")
class TablesOfMessagesTest {
    private static final Map<String, Object> STATE = Map.of("name", "orders", "version", 7);

    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void tables(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        target.execute(
                "create table orders (id bigint primary key)",
                "create schema sales",
                "create table sales.orders (id bigint primary key)",
                "create schema etl_state");
        etl = new EtlContext(source, target)
                .bind("transform", (Transform<Object>) rows -> List.of(new TargetData("orders", rows)));
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "operation=load",
                "operation=load&transform=#transform",
                "source=seda:x&cursorColumns=a,b&transform=#transform",
                "operation=replay&source=seda:x&cursorColumns=a,b&transform=#transform"
            })
    void what_loads_without_tables_is_refused_at_its_start(String options) {
        assertThatThrownBy(() -> etl.route("orders", options + "&dataSource=#target"))
                .hasStackTraceContaining("a pipeline that loads into PostgreSQL needs tables, or allowedTables");
    }

    @Test
    void an_endpoint_that_a_header_makes_a_load_takes_no_table_either() throws Exception {
        etl.route("orders", "operation=next&dataSource=#target&allowOperationHeader=true");
        etl.send("orders", null, Map.of(), Object.class);

        assertThatThrownBy(() -> load("orders", Map.of("id", 1), Map.of(EtlConstants.OPERATION, "load")))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("nor allowedTables");
    }

    @ParameterizedTest
    @OneIn(4)
    @CsvSource(
            delimiter = '|',
            value = {
                "orders             | orders                | true",
                "orders             | sales.orders          | false",
                "orders             | public.orders         | false",
                "sales.*            | sales.orders          | true",
                "sales.*            | \"sales\".\"orders\"  | true",
                "sales.*            | orders                | false",
                "sales.*            | sales2.orders         | false",
                "s*.o*s             | sales.orders          | true",
                "*                  | orders                | true",
                "*                  | sales.orders          | false",
                "ORDERS             | orders                | false",
                "sales.x,orders     | orders                | true",
                "o.ders             | orders                | false"
            })
    void a_page_brings_the_tables_that_a_pattern_allows(String patterns, String table, boolean allowed)
            throws Exception {
        etl.route("orders", "operation=load&dataSource=#target&allowedTables=RAW(" + patterns + ")");

        if (allowed) {
            assertThatCode(() -> load(table, Map.of("id", 1), Map.of())).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> load(table, Map.of("id", 1), Map.of()))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("allowedTables has only");
        }
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(
            strings = {
                "etl_pipeline",
                "public.etl_pipeline",
                "\"public\".\"etl_pipeline\"",
                "\"etl_pipeline\"",
                "parent_of_state",
                "public.parent_of_state",
                "etl_state.etl_pipeline",
                "view_of_state",
                "etl_run",
                "etl_skipped_page",
                "etl_rejected_record",
                "pg_catalog.pg_class"
            })
    void the_state_is_never_a_target_however_it_is_spelled(String table) throws Exception {
        etl.route("orders", "operation=load&dataSource=#target&allowedTables=RAW(*,*.*)");
        load("orders", Map.of("id", 1), Map.of());
        etl.route("others", "operation=load&dataSource=#target&allowedTables=RAW(*)&stateSchema=etl_state");
        etl.send(
                "others",
                new TargetData("orders", List.of(Map.of("id", 2))),
                Map.of(EtlConstants.END_CURSOR, "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"1\"}"),
                PageReport.class);
        target.execute(
                "create table parent_of_state (name text primary key, version bigint)",
                "alter table etl_pipeline inherit parent_of_state",
                "create view view_of_state as select name, version from etl_pipeline");
        String before = state();

        assertThatThrownBy(() -> load(table, STATE, Map.of()))
                .isInstanceOf(EtlException.class)
                .hasMessageMatching("(?s).*(is no target|only tables, partitioned ones included, can be loaded).*");
        assertThatThrownBy(() -> etl.route("named", "operation=load&dataSource=#target&tables=RAW(" + table + ")"))
                .hasStackTraceContaining("pipeline \"named\"");

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void a_table_of_that_name_elsewhere_is_one_like_any_other() throws Exception {
        target.execute(
                "create table sales.etl_run (pipeline text, run_number bigint, primary key (pipeline, run_number))");
        etl.route("orders", "operation=load&dataSource=#target&tables=sales.etl_run");

        load("sales.etl_run", Map.of("pipeline", "p", "run_number", 1), Map.of());

        assertThat(target.count("sales.etl_run")).isOne();
    }

    private String state() throws Exception {
        return target.query("select name, version, cursor::text from etl_pipeline order by name")
                + target.query("select name, version, cursor::text from etl_state.etl_pipeline")
                        .toString();
    }

    private void load(String table, Map<String, Object> row, Map<String, Object> headers) {
        Map<String, Object> all = new java.util.HashMap<>(headers);
        all.put(EtlConstants.END_CURSOR, "{\"at\":\"2026-01-01T12:00:00Z\",\"id\":\"1\"}");
        etl.send("orders", new TargetData(table, List.of(row)), all, PageReport.class);
    }
}
