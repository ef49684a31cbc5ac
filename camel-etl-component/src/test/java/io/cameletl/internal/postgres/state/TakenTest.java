package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.awaitBlockedSession;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@WithPostgres
class TakenTest {
    @Test
    void a_committed_step_was_taken(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        CursorMove move = move("a", granted(store, "a").position().version(), 7);
        assertThat(store.taken(move)).isFalse();

        store.move(move);

        assertThat(store.taken(move)).isTrue();
    }

    @Test
    void a_step_was_not_taken_when_another_claim_raised_the_version(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        CursorMove move = move("a", granted(store, "a").position().version(), 7);
        expire(db);
        granted(store, "b");

        assertThat(store.taken(move)).isFalse();
    }

    @Test
    void a_step_outside_a_run_is_known_by_its_cursor(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        CursorMove mine = move(null, store.position(PIPELINE).version(), 7);
        CursorMove theirs = move(null, mine.version(), 8);
        assertThat(store.taken(mine)).isFalse();

        store.move(theirs);

        assertThat(store.taken(mine)).isFalse();
        assertThat(store.taken(theirs)).isTrue();
    }

    @Test
    void nothing_was_taken_of_a_pipeline_that_is_not_there(TestDatabase db) {
        assertThat(store(db).taken(move("a", 1, 7))).isFalse();
    }

    @Test
    void the_answer_waits_for_a_commit_that_is_still_under_way(TestDatabase db) throws Exception {
        JdbcPipelineStore store = store(db);
        CursorMove move = move("a", granted(store, "a").position().version(), 7);
        try (Connection page = db.connect()) {
            page.setAutoCommit(false);
            store.within(page).move(move);
            CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> store.taken(move));
            awaitBlockedSession(db);
            page.commit();
            assertThat(taken.get(1, TimeUnit.MINUTES)).isTrue();
        }
    }
}
