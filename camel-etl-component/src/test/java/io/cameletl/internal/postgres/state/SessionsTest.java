package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.awaitBlockedSession;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.run;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@WithPostgres
class SessionsTest {
    @Test
    void a_pool_without_autocommit_gets_its_connections_back_as_they_were(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(withoutAutoCommit(db.dataSource()), null, true);
        long version = granted(store, "a").position().version();
        store.move(move("a", version, 7));
        store.finish("a", run(1, RunOutcome.DRAINED, null), null, true);

        Position position = store(db).position(PIPELINE);
        assertThat(position.version()).isEqualTo(version + 1);
        assertThat(store(db).status(PIPELINE).lastRuns()).hasSize(1);
    }

    @Test
    void a_pool_of_repeatable_read_sessions_tries_again_after_a_concurrent_change(TestDatabase db) throws Exception {
        JdbcPipelineStore store =
                new JdbcPipelineStore(sessions(db, "-c default_transaction_isolation=repeatable\\ read"), null, true);
        long version = granted(store, "a").position().version();
        try (Connection page = db.connect()) {
            page.setAutoCommit(false);
            store.within(page).move(move("a", version, 7));
            CompletableFuture<Boolean> renewed =
                    CompletableFuture.supplyAsync(() -> store.renew(PIPELINE, "a", LEASE, Given.STEP));
            awaitBlockedSession(db);
            page.commit();
            assertThat(renewed.get(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void time_zones_of_sessions_and_of_the_jvm_change_nothing(TestDatabase db) {
        JdbcPipelineStore writer = new JdbcPipelineStore(db.withTimeZone("America/St_Johns"), null, true);
        JdbcPipelineStore reader = new JdbcPipelineStore(db.withTimeZone("Asia/Kathmandu"), null, true);
        granted(writer, "a");
        writer.move(move("a", 1, 7));
        writer.finish("a", run(1, RunOutcome.DRAINED, null), new DrainedWindow(Given.WINDOW.drained(), 2), true);

        assertThat(reader.position(PIPELINE).window()).isEqualTo(Given.WINDOW.drained());
        assertThat(reader.status(PIPELINE).lastRuns().get(0).startedAt())
                .isEqualTo(Instant.parse("2026-03-29T01:31:00.654321Z"));
        assertThat(db.<Instant>value("select before_at from etl_pipeline")).isEqualTo(Given.WINDOW.beforeAt());
    }

    @Test
    void a_connection_used_so_often_that_the_driver_goes_binary_reads_the_same(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();
        for (int page = 0; page < 20; page++) {
            version = store.move(move("a", version, page));
            assertThat(store.position(PIPELINE)).isEqualTo(new Position(version, Given.cursor(page), Given.WINDOW));
            assertThat(store.status(PIPELINE).position().window()).isEqualTo(Given.WINDOW);
        }
    }

    @Test
    void a_lost_connection_is_an_error_with_its_cause_and_the_next_call_works(TestDatabase db) {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(withoutAutoCommit(faulty), null, true);
        store.position(PIPELINE);
        faulty.arm(FaultyDataSource.failOnce(1, StatementHook.When.BEFORE, "08006"));

        assertThatThrownBy(() -> store.claim(PIPELINE, "a", LEASE, false))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": cannot claim the lease: ")
                .hasMessageEndingWith("The next run tries again")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(granted(store, "a").runNumber()).isEqualTo(1);
    }

    @Test
    void a_store_that_cannot_be_reached_is_an_error_without_the_url(TestDatabase db) {
        PGSimpleDataSource nowhere = sessions(db, "");
        nowhere.setDatabaseName("no_such_database");

        assertThatThrownBy(() -> new JdbcPipelineStore(nowhere, null, true).position(PIPELINE))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot reach the state store")
                .hasMessageNotContaining("jdbc:");
    }

    @Test
    void an_error_never_repeats_a_url() {
        SQLException e =
                new SQLException("No suitable driver found for jdbc:postgresql://host/db?password=secret", "08001");

        assertThat(StateErrors.cannot("orders", "reach the state store", e))
                .hasMessage(
                        "pipeline \"orders\": cannot reach the state store: No suitable driver found for (JDBC URL)."
                                + " The next run tries again");
    }

    @Test
    void a_read_only_session_is_told_to_use_the_primary_server(TestDatabase db) {
        store(db).position(PIPELINE);
        JdbcPipelineStore store =
                new JdbcPipelineStore(sessions(db, "-c default_transaction_read_only=on"), null, true);

        assertThatThrownBy(() -> store.claim(PIPELINE, "a", LEASE, false)).hasMessageContaining("must be writable");
    }

    private static DataSource withoutAutoCommit(DataSource pool) {
        return (DataSource) Proxy.newProxyInstance(
                SessionsTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    try {
                        Object result = method.invoke(pool, arguments);
                        if (result instanceof Connection connection) {
                            connection.setAutoCommit(false);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
