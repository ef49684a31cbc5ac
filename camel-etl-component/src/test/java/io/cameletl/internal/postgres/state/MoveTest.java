package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.awaitBlockedSession;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.postgres.state.support.Given;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@WithPostgres
class MoveTest {
    @Test
    void a_holders_step_leaves_cursor_window_and_the_next_version(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        assertThat(store.move(move("a", version, 7))).isEqualTo(version + 1);
        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, cursor(7), WINDOW));
    }

    @Test
    void a_step_without_cursor_leaves_the_cursor(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = store.move(move("a", granted(store, "a").position().version(), 7));

        store.move(new CursorMove(PIPELINE, "a", version, null, WINDOW.drained()));

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, cursor(7), WINDOW.drained()));
    }

    @Test
    void a_step_inside_a_transaction_that_rolls_back_leaves_nothing(TestDatabase db) throws SQLException {
        JdbcPipelineStore store = store(db);
        Position before = granted(store, "a").position();

        try (Connection connection = db.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            assertThat(store.within(connection).move(move("a", before.version(), 7)))
                    .isEqualTo(before.version() + 1);
            connection.rollback();
        }

        assertThat(store.position(PIPELINE)).isEqualTo(before);
    }

    @Test
    void a_holder_whose_lease_another_took_cannot_move(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "frozen").position().version();
        expire(db);
        Claim.Granted next = granted(store, "next");

        assertThatThrownBy(() -> store.move(move("frozen", version, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageStartingWith("pipeline \"orders\": next holds the pipeline until ")
                .hasMessageContaining("Nothing of this page was written");
        assertThat(store.position(PIPELINE)).isEqualTo(next.position());
    }

    @Test
    void a_holder_frozen_past_its_lease_cannot_move_though_nobody_took_it(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "frozen").position().version();
        expire(db);

        assertThatThrownBy(() -> store.move(move("frozen", version, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("the lease of frozen ran out at");
    }

    @Test
    void a_holder_whose_version_is_not_the_stores_cannot_move(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        assertThatThrownBy(() -> store.move(move("a", version - 1, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("somebody moved its cursor: this page starts from version 0, the store is at 1");
    }

    @Test
    void a_pipeline_whose_row_is_gone_cannot_be_moved(TestDatabase db) {
        JdbcPipelineStore store = store(db);

        assertThatThrownBy(() -> store.move(move(null, 0, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("its row in etl_pipeline is gone");
    }

    @Test
    void a_step_outside_a_run_needs_the_version_and_that_nobody_runs(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        assertThat(store.move(move(null, store.position(PIPELINE).version(), 7)))
                .isEqualTo(1);
        assertThatThrownBy(() -> store.move(move(null, 0, 8))).isInstanceOf(StaleLeaseException.class);

        long version = granted(store, "worker-1").position().version();
        assertThatThrownBy(() -> store.move(move(null, version, 8)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("worker-1 holds the pipeline until");
    }

    @Test
    void a_step_outside_a_run_ends_a_lease_that_ran_out(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "frozen").position().version();
        expire(db);

        store.move(move(null, version, 7));
        store.finish(
                "frozen",
                Given.run(1, RunOutcome.FAILED, "late"),
                new DrainedWindow(WINDOW.drained(), version + 1),
                true);

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, cursor(7), WINDOW));
        assertThat(store.status(PIPELINE).consecutiveFailures()).isZero();
    }

    @Test
    void renewing_waits_for_the_page_that_is_being_committed_and_prolongs_the_lease_after_it(TestDatabase db)
            throws Exception {
        JdbcPipelineStore store = store(db);
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
        assertThat(store.position(PIPELINE).version()).isEqualTo(version + 1);
    }

    @Test
    void a_cursor_comes_back_as_it_was_to_the_letter(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        String json =
                "{\"z\": 1E+10, \"a\":12345678901234567890.10, \"none\":-0.0, \"b\":\"\\u0000 ü \\\" ' \\\\ 🐪\"}";
        StoredCursor cursor = new StoredCursor("some.Type", json);

        store.move(new CursorMove(PIPELINE, null, store.position(PIPELINE).version(), cursor, WINDOW));

        assertThat(store.position(PIPELINE).cursor()).isEqualTo(cursor);
    }

    @Test
    void windows_keep_microseconds_and_far_times_and_never_end_later_than_asked(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Window far =
                new Window(Instant.parse("-4712-01-01T00:00:00Z"), Instant.parse("+294000-12-31T23:59:59.999999Z"));
        long version = store.move(
                new CursorMove(PIPELINE, null, store.position(PIPELINE).version(), null, far));
        assertThat(store.position(PIPELINE).window()).isEqualTo(far);

        Window fine = new Window(
                Instant.parse("1969-12-31T23:59:59.999999999Z"), Instant.parse("2026-01-01T00:00:00.0000019Z"));
        store.move(new CursorMove(PIPELINE, null, version, null, fine));
        assertThat(store.position(PIPELINE).window())
                .isEqualTo(new Window(
                        Instant.parse("1969-12-31T23:59:59.999999Z"), Instant.parse("2026-01-01T00:00:00.000001Z")));
    }

    @Test
    void a_cursor_that_is_not_json_is_an_error_that_names_the_pipeline(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        CursorMove move = new CursorMove(
                PIPELINE, null, store.position(PIPELINE).version(), new StoredCursor("some.Type", "{oops"), WINDOW);

        assertThatThrownBy(() -> store.move(move))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": cannot move the cursor: ")
                .hasMessageContaining("SQLSTATE 22P02");
    }
}
