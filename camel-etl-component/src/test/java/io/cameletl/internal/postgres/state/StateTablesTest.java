package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class StateTablesTest {
    @Test
    void tables_are_created_at_the_first_call_and_looked_for_once(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        assertThat(log.all()).isEmpty();
        store.position(PIPELINE);
        log.clear();

        store.position(PIPELINE);

        assertThat(log.all()).hasSize(1);
        assertThat(db.count("public.etl_pipeline")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read\\ committed", "repeatable\\ read"})
    void stores_that_start_at_once_all_find_the_tables(String isolation, TestDatabase db) throws Exception {
        int stores = 4;
        DataSource dataSource = sessions(db, "-c default_transaction_isolation=" + isolation);
        CyclicBarrier start = new CyclicBarrier(stores);
        Callable<Position> first = () -> {
            start.await();
            return new JdbcPipelineStore(dataSource, "etl", true).position(PIPELINE);
        };
        ExecutorService threads = Executors.newFixedThreadPool(stores);
        try {
            for (Future<Position> position : threads.invokeAll(List.of(first, first, first, first))) {
                assertThat(position.get().version()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_named_schema_is_created_and_taken_literally(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), "My \"State\".{schema}'s", true);
        store.check(PIPELINE, true);
        long version = granted(store, "a").position().version();
        store.move(Given.move("a", version, 7));
        store.finish(
                "a",
                Given.run(1, RunOutcome.DRAINED, null),
                new DrainedWindow(Given.WINDOW.drained(), version + 1),
                true);
        store.actions().seek(PIPELINE, cursor(3), TESTER);

        assertThat(store.status(PIPELINE).lastRuns()).hasSize(2);
        assertThat(db.count("\"My \"\"State\"\".{schema}'s\".etl_run")).isEqualTo(2);
    }

    @Test
    void the_first_schema_of_the_search_path_stays_the_one_whatever_the_path_becomes(TestDatabase db) throws Exception {
        db.execute("create schema first");
        JdbcPipelineStore store =
                new JdbcPipelineStore(sessions(db, "-c search_path=missing,first,public"), null, true);
        Position position = store.position(PIPELINE);
        try (var connection = db.connect()) {
            store.within(connection).move(Given.move(null, position.version(), 7));
        }

        assertThat(db.count("first.etl_pipeline")).isEqualTo(1);
    }

    @Test
    void a_search_path_that_leads_nowhere_is_an_error_that_asks_for_a_schema(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(sessions(db, "-c search_path=missing"), null, true);

        assertThatThrownBy(() -> store.position(PIPELINE))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"orders\"")
                .hasMessageContaining("Set stateSchema");
    }

    @Test
    void tables_that_may_not_be_created_are_an_error_that_names_the_ddl(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), "Etl", false);

        assertThatThrownBy(() -> store.position(PIPELINE))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining(
                        "schema \"Etl\" lacks the state tables or columns etl_pipeline, etl_run, etl_skipped_page,"
                                + " etl_rejected_record, etl_action, etl_load, etl_shard, etl_verification, and createTables=false")
                .hasMessageContaining("io/cameletl/state/schema.sql");
        assertThat(StateTablesTest.class.getClassLoader().getResource("io/cameletl/state/schema.sql"))
                .isNotNull();
    }

    @Test
    void a_dba_can_run_the_ddl_twice_and_a_role_without_create_can_work_with_it(TestDatabase db) {
        String ddl = SqlResource.read(StateTables.class, "/" + StateTables.DDL);
        db.execute("create schema ops; set search_path to ops;" + ddl + ddl);
        asRole(db, role -> {
            db.execute("grant usage on schema ops to " + role
                    + "; grant select, insert, update, delete on all tables in schema ops to " + role);
            JdbcPipelineStore store = new JdbcPipelineStore(sessions(db, "-c role=" + role), "ops", true);
            long version = granted(store, "a").position().version();
            store.move(Given.move("a", version, 7));
            assertThat(store.taken(Given.move("a", version, 7))).isTrue();
            store.skip(Given.skipped(null, cursor(8)), Given.move("a", version + 1, 8));
            long page = store.skippedPages(PIPELINE).get(0).id();
            store.move(
                    Given.removal("a", version + 2, new LedgerEntries(List.of(page), List.of())),
                    List.of(Given.rejected("1")));
            store.actions().pause(PIPELINE, true, TESTER);
            store.breaker(PIPELINE, BreakerState.CLOSED);
            store.finish("a", Given.run(1, RunOutcome.DRAINED, null), null, true);
            store.actions().seek(PIPELINE, cursor(3), TESTER);
            assertThat(store.status(PIPELINE).lastRuns()).hasSize(2);
        });
    }

    @Test
    void a_role_without_create_is_told_what_to_grant_and_leaves_nothing(TestDatabase db) {
        asRole(db, role -> {
            db.execute("revoke create on schema public from public");
            JdbcPipelineStore store = new JdbcPipelineStore(sessions(db, "-c role=" + role), "public", true);
            assertThatThrownBy(() -> store.claim(PIPELINE, "a", LEASE, false))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("cannot create the state tables in schema \"public\"")
                    .hasMessageContaining("Grant the role CREATE on the schema")
                    .hasMessageContaining("io/cameletl/state/schema.sql");
            JdbcPipelineStore elsewhere = new JdbcPipelineStore(sessions(db, "-c role=" + role), "new", true);
            assertThatThrownBy(() -> elsewhere.claim(PIPELINE, "a", LEASE, false))
                    .hasMessageContaining("on the database");
        });
    }

    @Test
    void a_role_without_rights_on_the_tables_is_told_what_to_grant(TestDatabase db) {
        new JdbcPipelineStore(db.dataSource(), "ops", true).position(PIPELINE);
        asRole(db, role -> {
            JdbcPipelineStore store = new JdbcPipelineStore(sessions(db, "-c role=" + role), "ops", true);
            assertThatThrownBy(() -> store.position(PIPELINE)).hasMessageContaining("Grant the role USAGE");
            db.execute("grant usage on schema ops to " + role);
            assertThatThrownBy(() -> store.position(PIPELINE))
                    .hasMessageContaining("cannot read the cursor")
                    .hasMessageContaining(
                            "SELECT, INSERT, UPDATE on etl_pipeline; SELECT, INSERT, UPDATE, DELETE on etl_load,"
                                    + " etl_shard;");
        });
    }

    @Test
    void a_role_that_cannot_write_a_ledger_is_told_what_to_grant(TestDatabase db) {
        new JdbcPipelineStore(db.dataSource(), "ops", true).position(PIPELINE);
        asRole(db, role -> {
            JdbcPipelineStore store = new JdbcPipelineStore(sessions(db, "-c role=" + role), "ops", true);
            db.execute("grant usage on schema ops to " + role
                    + "; grant select, insert, update, delete on all tables in schema ops to " + role
                    + "; revoke insert on ops.etl_skipped_page from " + role);
            assertThatThrownBy(() -> store.check(PIPELINE, true))
                    .hasMessageContaining("it lacks insert on etl_skipped_page. Grant it");

            db.execute("grant insert on ops.etl_skipped_page to " + role);
            assertThatCode(() -> store.check(PIPELINE, true)).doesNotThrowAnyException();
        });
    }

    @Test
    void a_failed_start_is_tried_again_at_the_next_call(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), "ops", false);
        assertThatThrownBy(() -> store.position(PIPELINE)).isInstanceOf(EtlException.class);

        new JdbcPipelineStore(db.dataSource(), "ops", true).position(PIPELINE);

        assertThatCode(() -> store.position(PIPELINE)).doesNotThrowAnyException();
    }

    /** Roles belong to the whole server: this one goes with the test. */
    private static void asRole(TestDatabase db, Consumer<String> test) {
        String role = "etl_" + UUID.randomUUID().toString().replace("-", "");
        db.execute("create role " + role);
        try {
            test.accept(role);
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }
}
