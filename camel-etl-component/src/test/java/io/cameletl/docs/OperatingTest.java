package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.support.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page on operations shows. */
class OperatingTest extends Shop {
    @BeforeEach
    void tables() throws IOException {
        insertCustomers(1);
        legacy.execute(Snippets.resource("sql/orders-legacy.sql"));
        warehouse.execute(Snippets.resource("sql/orders-warehouse.sql"));
    }

    @Test
    void state_and_history_can_be_read_by_sql() throws Exception {
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("customers.yaml").start()) {
            docs.run("customers");
        }
        List<Map<String, Object>> runs = warehouse.query(Snippets.resource("sql/runs.sql"));
        assertThat(runs).hasSize(1);
        assertThat(runs.get(0)).containsEntry("table", "customers").containsEntry("inserted", "1");
        List<Map<String, Object>> pipelines = warehouse.query(Snippets.resource("sql/pipelines.sql"));
        assertThat(pipelines).hasSize(1);
        assertThat(pipelines.get(0)).containsEntry("name", "customers").containsEntry("running", null);
        assertThat(warehouse.query(Snippets.resource("sql/rates.sql"))).hasSize(1);
        assertThat(warehouse.query(Snippets.resource("sql/first-load.sql"))).isEmpty();
    }

    @Test
    void status_tells_and_seek_starts_again() throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .load("customers.yaml")
                .load("operations.yaml")
                .start()) {
            docs.run("customers");
            assertThat(docs.run("customers").rows()).isZero();
            docs.send(
                    "direct:seek",
                    "{\"updated_at\": \"2000-01-01 00:00:00+00\", \"id\": \"0\"}",
                    Map.of(),
                    PipelineStatus.class);
            assertThat(docs.run("customers").rows()).isEqualTo(1);
            PipelineStatus status = docs.send("direct:status", null, Map.of(), PipelineStatus.class);
            assertThat(status.lastRuns())
                    .extracting(PipelineStatus.HistoryEntry::outcome)
                    .containsExactly("DRAINED", "SEEK", "DRAINED");
        }
    }

    @Test
    void a_reset_starts_over_and_a_reload_reads_a_range_again() throws Exception {
        legacy.execute("update customers set updated_at = '2026-01-31 12:00:00+00' where id = 1");
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .load("customers.yaml")
                .load("operations.yaml")
                .load("reload.yaml")
                .start()) {
            docs.run("customers");
            warehouse.execute("delete from customers");
            assertThat(docs.send("direct:reload", null, Map.of(), RunReport.class)
                            .rows())
                    .isEqualTo(1);
            assertThat(docs.run("customers").rows()).isZero();

            docs.send("direct:reset", null, Map.of(), PipelineStatus.class);

            assertThat(docs.run("customers").rows()).isEqualTo(1);
        }
    }

    @Test
    void a_paused_pipeline_does_nothing_until_it_is_resumed() throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .load("customers.yaml")
                .load("operations.yaml")
                .start()) {
            docs.send("direct:pause", null, Map.of(), PipelineStatus.class);
            assertThat(docs.run("customers").outcome()).isEqualTo(RunOutcome.PAUSED);
            docs.send("direct:resume", null, Map.of(), PipelineStatus.class);
            assertThat(docs.run("customers").rows()).isEqualTo(1);
        }
    }

    @Test
    void source_and_target_are_compared() throws Exception {
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .load("customers.yaml")
                .load("verify.yaml")
                .start()) {
            docs.run("customers");
            warehouse.execute("update customers set name = 'other'");

            VerificationReport report = docs.send("direct:verify", null, Map.of(), VerificationReport.class);

            assertThat(report.columns()).containsExactly(Map.entry("name", 1L));
            assertThat(report.summary())
                    .isEqualTo("1 rows compared with customers, 0 missing, 1 different, 0 surplus, by column {name=1}");
        }
    }

    @Test
    void the_target_is_repaired() throws Exception {
        legacy.execute(
                "insert into customers select i, 'customer ' || i, i || '@example.com', now() - interval '1 day', null"
                        + " from generate_series(2, 200) i");
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .load("customers.yaml")
                .load("reconcile.yaml")
                .start()) {
            docs.run("customers");
            warehouse.execute("update customers set name = 'other' where id = 1");
            legacy.execute("delete from customers where id = 2");

            ReconciliationReport report = docs.send("direct:reconcile", null, Map.of(), ReconciliationReport.class);

            assertThat(report.summary()).endsWith("by column {name=1}: customers +0 ~1 -1");
        }
    }

    @Test
    void a_table_without_a_change_time_is_kept_in_step() throws Exception {
        String table = "create table countries (code text primary key, name text)";
        legacy.execute(table, "insert into countries select n, 'country ' || n from generate_series(1, 20) n");
        warehouse.execute(table);
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("full.yaml").start()) {
            assertThat(docs.run("countries").rows()).isEqualTo(20);
            legacy.execute("delete from countries where code = '7'");

            assertThat(docs.run("countries").tables().get("countries").deleted())
                    .isOne();
        }
    }

    @Test
    void a_table_with_change_times_loses_what_was_deleted_without_a_trace() throws Exception {
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("full-pass.yaml").start()) {
            docs.run("customers");
            assertThat(warehouse.<Boolean>value("select full_pass_at is not null from etl_state.etl_pipeline"))
                    .isTrue();
        }
    }

    @Test
    void the_grants_are_enough() throws Exception {
        String role = "role_of_" + warehouse.name();
        String reader = "role_of_" + legacy.name();
        warehouse.execute("revoke temporary on database \"" + warehouse.name() + "\" from public");
        try (BasicDataSource from = roleOf(
                        legacy,
                        reader,
                        Snippets.resource("sql/source-grants.sql") + Snippets.resource("sql/guard-grant.sql"),
                        "shop_reader");
                BasicDataSource to = roleOf(warehouse, role, Snippets.resource("sql/target-grants.sql"), "etl");
                DocsContext docs = new DocsContext(legacy, warehouse)
                        .bind("asReader", from)
                        .bind("asEtl", to)
                        .start()) {
            RunReport report = docs.send(
                    "etl:customers?query=RAW(select * from customers)&sourceDataSource=#asReader"
                            + "&cursorColumns=updated_at,id&dataSource=#asEtl&stateSchema=etl_state&tables=customers"
                            + "&deletedColumn=deleted_at&openTransactionGuard=true&onBadRecord=reject",
                    null,
                    Map.of(),
                    RunReport.class);
            assertThat(report.rows()).isEqualTo(1);
        } finally {
            warehouse.execute("drop owned by " + role, "drop role " + role);
            legacy.execute("drop owned by " + reader, "drop role " + reader);
        }
    }

    @Test
    void fewer_grants_are_enough_where_a_dba_has_made_the_state_tables() throws Exception {
        String role = "role_of_" + warehouse.name();
        warehouse.execute("create schema etl_state; set search_path to etl_state;"
                + SqlResource.read(OperatingTest.class, "/io/cameletl/state/schema.sql"));
        String grants = Snippets.resource("sql/target-grants.sql").replaceAll("CREATE SCHEMA .*", "")
                + Snippets.resource("sql/state-grants.sql");
        try (BasicDataSource to = roleOf(warehouse, role, grants, "etl");
                DocsContext docs =
                        new DocsContext(legacy, warehouse).bind("asEtl", to).start()) {
            RunReport report = docs.send(
                    "etl:customers?query=RAW(select * from customers)&sourceDataSource=#legacy"
                            + "&cursorColumns=updated_at,id&dataSource=#asEtl&stateSchema=etl_state&tables=customers"
                            + "&createTables=false&deletedColumn=deleted_at&onBadRecord=reject",
                    null,
                    Map.of(),
                    RunReport.class);
            assertThat(report.rows()).isEqualTo(1);
        } finally {
            warehouse.execute("drop owned by " + role, "drop role " + role);
        }
    }

    private static BasicDataSource roleOf(TestDatabase database, String role, String grants, String documented)
            throws Exception {
        database.execute("create role " + role + " login password 'role''s own'");
        database.execute(grants.replace("DATABASE warehouse", "DATABASE \"" + database.name() + "\"")
                .replaceAll("(TO|AUTHORIZATION) " + documented + ";", "$1 " + role + ";"));
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(database.url());
        pool.setUsername(role);
        pool.setPassword("role's own");
        return pool;
    }
}
