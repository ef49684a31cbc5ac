package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.expire;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static io.cameletl.internal.postgres.state.support.Given.skipped;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Test;

@WithPostgres
class SkipTest {
    @Test
    void a_page_that_is_given_up_is_in_the_ledger_and_the_cursor_is_past_it(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "a").position().version();

        store.skip(skipped(null, cursor(7)), move("a", version, 7));
        store.skip(skipped(cursor(7), cursor(9)), move("a", version + 1, 9));

        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 2, cursor(9), WINDOW));
        assertThat(store.skippedPages(PIPELINE))
                .containsExactly(
                        new SkippedPage(1, 1, null, cursor(7), WINDOW, 250, "no luck"),
                        new SkippedPage(2, 1, cursor(7), cursor(9), WINDOW, 250, "no luck"));
        assertThat(store.skippedPages("others")).isEmpty();
    }

    @Test
    void a_skip_that_is_stale_leaves_no_entry_in_the_ledger(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        long version = granted(store, "frozen").position().version();
        expire(db);
        Position next = granted(store, "next").position();

        assertThatThrownBy(() -> store.skip(skipped(null, cursor(7)), move("frozen", version, 7)))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("next holds the pipeline until");
        assertThat(store.skippedPages(PIPELINE)).isEmpty();
        assertThat(store.position(PIPELINE)).isEqualTo(next);
    }

    @Test
    void a_skip_without_its_entry_in_the_ledger_leaves_the_cursor(TestDatabase db) {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(faulty, null, true);
        Position before = granted(store, "a").position();
        faulty.arm(FaultyDataSource.failOnce(
                1, StatementHook.When.BEFORE, "53100", sql -> sql.contains("etl_skipped_page")));

        assertThatThrownBy(() -> store.skip(skipped(null, cursor(7)), move("a", before.version(), 7)))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": cannot skip a page: ");
        assertThat(store.position(PIPELINE)).isEqualTo(before);
        assertThat(store.skippedPages(PIPELINE)).isEmpty();
    }

    @Test
    void a_skip_whose_commit_got_no_answer_is_known_by_its_step(TestDatabase db) {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        JdbcPipelineStore store = new JdbcPipelineStore(faulty, null, true);
        long version = granted(store, "a").position().version();

        faulty.arm(FaultyDataSource.failOnce(1, StatementHook.When.AFTER, "08006", "COMMIT"::equals));
        store.skip(skipped(null, cursor(7)), move("a", version, 7));
        assertThat(store.skippedPages(PIPELINE)).hasSize(1);

        faulty.arm(FaultyDataSource.failOnce(1, StatementHook.When.BEFORE, "08006", "COMMIT"::equals));
        assertThatThrownBy(() -> store.skip(skipped(cursor(7), cursor(8)), move("a", version + 1, 8)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot skip a page");
        assertThat(store.skippedPages(PIPELINE)).hasSize(1);
        assertThat(store.position(PIPELINE)).isEqualTo(new Position(version + 1, cursor(7), WINDOW));
    }

    @Test
    void an_entry_that_a_trigger_swallows_leaves_the_cursor(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        Position before = granted(store, "a").position();
        db.execute(
                "create function nothing() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger swallow before insert on etl_skipped_page for each row execute function nothing()");

        assertThatThrownBy(() -> store.skip(skipped(null, cursor(7)), move("a", before.version(), 7)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("etl_skipped_page took 0 of 1 entries");
        assertThat(store.position(PIPELINE)).isEqualTo(before);
    }

    @Test
    void a_pool_of_repeatable_read_sessions_can_skip(TestDatabase db) {
        JdbcPipelineStore store =
                new JdbcPipelineStore(sessions(db, "-c default_transaction_isolation=repeatable\\ read"), null, true);
        long version = granted(store, "a").position().version();

        store.skip(skipped(null, cursor(7)), move("a", version, 7));

        assertThat(store.skippedPages(PIPELINE)).hasSize(1);
    }

    @Test
    void cursors_and_reason_come_back_whatever_is_in_them(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        StoredCursor odd = new StoredCursor("some.Type", "{\"z\": 1E+10, \"a\":\"\\u0000 \\\" 🐪\"}");
        long version = granted(store, "a").position().version();

        store.skip(new SkippedPage(0, 1, odd, odd, WINDOW, 3, "a \0 value \uD800 🐪"), move("a", version, 7));

        assertThat(store.skippedPages(PIPELINE))
                .containsExactly(new SkippedPage(1, 1, odd, odd, WINDOW, 3, "a \uFFFD value \uFFFD 🐪"));
    }
}
