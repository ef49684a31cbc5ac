package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.TESTER;
import static io.cameletl.internal.postgres.state.support.Given.awaitBlockedSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The first start waits for nobody who may not make the tables, and for others not long. */
@WithPostgres
class FirstStartTest {
    private static final String DDL = SqlResource.read(StateTables.class, "/" + StateTables.DDL);

    @Test
    void advisory_locks_which_any_role_may_hold_keep_nobody_waiting(TestDatabase db) throws Exception {
        try (Connection other = db.connect();
                Statement statement = other.createStatement()) {
            // "camel-etl" in ASCII, cut to eight bytes: earlier versions took this one.
            statement.execute("select pg_advisory_lock(" + 0x63616d656c65746cL + ")");

            new JdbcPipelineStore(db.dataSource(), "etl_state", true).actions().pause(PIPELINE, true, TESTER);
        }
        assertThat(db.count("etl_state.etl_pipeline")).isOne();
    }

    @Test
    void another_process_that_makes_them_is_waited_for(TestDatabase db) throws Exception {
        try (Connection other = db.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("create schema etl_state; set local search_path = etl_state;" + DDL);
            CompletableFuture<Void> started =
                    CompletableFuture.runAsync(() -> new JdbcPipelineStore(db.dataSource(), "etl_state", true)
                            .actions()
                            .pause(PIPELINE, true, TESTER));
            awaitBlockedSession(db);
            other.commit();

            started.join();
        }
        assertThat(db.count("etl_state.etl_pipeline")).isOne();
    }

    @Test
    @Tag("slow")
    void one_that_makes_them_and_does_not_end_is_named_after_ten_seconds(TestDatabase db) throws Exception {
        db.execute("create schema etl_state");
        try (Connection other = db.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("set local search_path = etl_state;" + DDL);
            JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), "etl_state", true);

            assertThatThrownBy(() -> store.actions().pause(PIPELINE, true, TESTER))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContainingAll(
                            "pipeline \"orders\": cannot create the state tables in schema \"etl_state\"",
                            "longer than 10 s",
                            "pg_stat_activity",
                            "tried again with the next call");
            other.rollback();
            store.actions().pause(PIPELINE, true, TESTER);
        }
        assertThat(db.count("etl_state.etl_pipeline")).isOne();
    }
}
