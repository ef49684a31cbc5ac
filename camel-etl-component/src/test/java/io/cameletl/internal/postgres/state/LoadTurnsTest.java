package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.awaitBlockedSession;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StaleLeaseException;
import io.cameletl.Window;
import io.cameletl.internal.postgres.state.TurnWait.Patience;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class LoadTurnsTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(50), Duration.ofMillis(300));

    @Test
    void a_turn_that_is_free_is_one_statement(TestDatabase db) throws Exception {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(log, null, true);
        store.position(PIPELINE);
        try (Connection load = log.getConnection()) {
            load.setAutoCommit(false);
            log.clear();

            assertThat(store.turns().await(load, PIPELINE)).isEqualTo(new Position(0, null, Window.NONE));

            assertThat(log.all()).hasSize(1);
            load.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"set lock_timeout to '10ms'", "set statement_timeout to '60ms'", "select 1"})
    void a_load_waits_for_the_turn_before_it_and_begins_where_that_has_ended(String session, TestDatabase db)
            throws Exception {
        JdbcPipelineStore store = new JdbcPipelineStore(
                db.dataSource(),
                null,
                true,
                HistoryLimits.USUAL,
                new Patience(Duration.ofMillis(50), Duration.ofMinutes(1)));
        store.position(PIPELINE);
        try (Connection first = transaction(db);
                Connection second = transaction(db)) {
            try (Statement statement = second.createStatement()) {
                statement.execute(session);
            }
            Position before = store.turns().await(first, PIPELINE);
            CompletableFuture<Position> waiting =
                    CompletableFuture.supplyAsync(() -> store.turns().await(second, PIPELINE));
            awaitBlockedSession(db);
            store.within(first).move(move(null, before.version(), 7));
            first.commit();

            Position position = waiting.get();
            assertThat(position.version()).isEqualTo(before.version() + 1);
            assertThat(store.within(second).move(move(null, position.version(), 8)))
                    .isEqualTo(position.version() + 1);
            try (Statement statement = second.createStatement();
                    var row = statement.executeQuery("show lock_timeout")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo(session.contains("lock_timeout") ? "10ms" : "0");
            }
            second.commit();
        }
        assertThat(store.position(PIPELINE).version()).isEqualTo(2);
    }

    @Test
    void a_turn_that_never_comes_is_given_up_with_what_to_look_at(TestDatabase db) throws Exception {
        JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), null, true, HistoryLimits.USUAL, SHORT);
        store.position(PIPELINE);
        try (Connection first = transaction(db);
                Connection second = transaction(db)) {
            store.turns().await(first, PIPELINE);

            assertThatThrownBy(() -> store.turns().await(second, PIPELINE))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("a load has waited for its turn")
                    .hasMessageContaining("see pg_stat_activity");
            second.rollback();
            first.rollback();
        }
    }

    @Test
    void two_first_loads_of_a_pipeline_create_it_once(TestDatabase db) throws Exception {
        JdbcPipelineStore store = store(db);
        store.position("others");
        try (Connection first = transaction(db);
                Connection second = transaction(db)) {
            assertThat(store.turns().await(first, PIPELINE).version()).isZero();
            CompletableFuture<Position> waiting =
                    CompletableFuture.supplyAsync(() -> store.turns().await(second, PIPELINE));
            awaitBlockedSession(db);
            store.within(first).move(move(null, 0, 7));
            first.commit();

            assertThat(waiting.get().version()).isEqualTo(1);
            second.commit();
        }
    }

    @Test
    void a_run_that_holds_the_pipeline_refuses_loads_at_once_and_one_that_lost_its_lease_does_not(TestDatabase db)
            throws Exception {
        JdbcPipelineStore store = store(db);
        granted(store, "run-1");
        try (Connection load = transaction(db)) {
            assertThatThrownBy(() -> store.turns().await(load, PIPELINE))
                    .isInstanceOf(StaleLeaseException.class)
                    .hasMessageContaining("run-1 holds the pipeline until")
                    .hasMessageContaining("load it again when the run has ended");
            load.rollback();
            expire(db);
            assertThat(store.turns().await(load, PIPELINE).version()).isEqualTo(1);
            load.rollback();
        }
    }

    private static Connection transaction(TestDatabase db) throws SQLException {
        Connection connection = db.connect();
        connection.setAutoCommit(false);
        return connection;
    }
}
