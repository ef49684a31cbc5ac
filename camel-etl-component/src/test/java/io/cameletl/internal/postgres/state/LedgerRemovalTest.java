package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.rejected;
import static io.cameletl.internal.postgres.state.support.Given.removal;
import static io.cameletl.internal.postgres.state.support.Given.skipped;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.SkippedPage;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class LedgerRemovalTest {
    private JdbcPipelineStore store;
    private Position before;

    @BeforeEach
    void two_pages_and_three_records_wait(TestDatabase db) {
        store = store(db);
        long version = granted(store, "a").position().version();
        store.skip(skipped(null, cursor(7)), move("a", version, 7));
        store.skip(skipped(cursor(7), cursor(8)), move("a", version + 1, 8));
        store.move(move("a", version + 2, 9), List.of(rejected("1"), rejected("2"), rejected("3")));
        before = store.position(PIPELINE);
    }

    @Test
    void entries_leave_with_the_transaction_of_the_step_and_the_rest_stays(TestDatabase db) throws SQLException {
        try (Connection page = db.dataSource().getConnection()) {
            page.setAutoCommit(false);
            store.within(page).move(removal("a", before.version(), new LedgerEntries(List.of(1L), List.of(1L, 3L))));
            assertThat(store.skippedPages(PIPELINE)).hasSize(2);
            page.commit();
        }

        assertThat(store.position(PIPELINE))
                .isEqualTo(new Position(before.version() + 1, before.cursor(), before.window()));
        assertThat(store.skippedPages(PIPELINE)).extracting(SkippedPage::id).containsExactly(2L);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10))
                .extracting(RejectedRecord::key)
                .containsExactly("2");
    }

    @Test
    void entries_stay_when_the_transaction_of_the_step_rolls_back(TestDatabase db) throws SQLException {
        try (Connection page = db.dataSource().getConnection()) {
            page.setAutoCommit(false);
            store.within(page)
                    .move(removal("a", before.version(), new LedgerEntries(List.of(1L, 2L), List.of(1L, 2L, 3L))));
            page.rollback();
        }

        assertThat(store.skippedPages(PIPELINE)).hasSize(2);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(3);
    }

    @Test
    void a_step_on_its_own_removes_entries_too(TestDatabase db) {
        store.move(removal("a", before.version(), new LedgerEntries(List.of(2L, 2L), List.of(1L, 2L, 3L))));

        assertThat(store.skippedPages(PIPELINE)).extracting(SkippedPage::id).containsExactly(1L);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).isEmpty();
    }

    @Test
    void a_step_that_got_no_answer_is_known_by_the_position(TestDatabase db) {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        JdbcPipelineStore other = new JdbcPipelineStore(faulty, null, true);
        other.position(PIPELINE);

        faulty.arm(FaultyDataSource.failOnce(1, StatementHook.When.AFTER, "08006"));
        assertThat(other.move(move("a", before.version(), 10))).isEqualTo(before.version() + 1);

        faulty.arm((sql, when) -> {
            throw new SQLException("the server is gone", "57P01");
        });
        assertThatThrownBy(() -> other.move(move("a", before.version() + 1, 11)))
                .isInstanceOf(EtlException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        faulty.disarm();
    }

    @Test
    void an_entry_that_is_gone_makes_the_step_stale_and_all_stays(TestDatabase db) {
        db.execute("delete from etl_rejected_record where id = 2");

        assertThatThrownBy(() ->
                        store.move(removal("a", before.version(), new LedgerEntries(List.of(1L), List.of(1L, 2L, 3L)))))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("1 of the rejected records that this page loads again have left the ledger")
                .hasMessageContaining("the next replay reads the ledger again");
        assertThat(store.position(PIPELINE)).isEqualTo(before);
        assertThat(store.skippedPages(PIPELINE)).hasSize(2);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(2);
    }

    @Test
    void a_stale_step_removes_nothing(TestDatabase db) {
        assertThatThrownBy(
                        () -> store.move(removal("b", before.version(), new LedgerEntries(List.of(1L), List.of(1L)))))
                .isInstanceOf(StaleLeaseException.class)
                .hasMessageContaining("a holds the pipeline");
        assertThat(store.skippedPages(PIPELINE)).hasSize(2);
        assertThat(store.rejectedRecords(PIPELINE, 0, 10)).hasSize(3);
    }

    @Test
    void the_entries_of_another_pipeline_are_none_of_its_business(TestDatabase db) {
        db.execute("update etl_skipped_page set pipeline = 'others' where id = 1");

        assertThatThrownBy(() -> store.move(removal("a", before.version(), new LedgerEntries(List.of(1L), List.of()))))
                .isInstanceOf(StaleLeaseException.class);
        assertThat(store.skippedPages("others")).hasSize(1);
    }

    @Test
    void a_record_that_is_refused_again_takes_a_new_place_in_the_ledger(TestDatabase db) {
        store.move(removal("a", before.version(), new LedgerEntries(List.of(), List.of(1L))), List.of(rejected("1")));

        assertThat(store.rejectedRecords(PIPELINE, 0, 10))
                .extracting(RejectedRecord::key)
                .containsExactly("2", "3", "1");
    }

    @Test
    void a_step_that_removes_nothing_is_one_statement(TestDatabase db) {
        StatementLog log = new StatementLog(db.dataSource());
        JdbcPipelineStore other = new JdbcPipelineStore(log, null, true);
        other.position(PIPELINE);
        log.clear();

        other.move(move("a", before.version(), 10));

        assertThat(log.all()).hasSize(1);
    }
}
