package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.WINDOW;
import static io.cameletl.internal.postgres.state.support.Given.cursor;
import static io.cameletl.internal.postgres.state.support.Given.granted;
import static io.cameletl.internal.postgres.state.support.Given.move;
import static io.cameletl.internal.postgres.state.support.Given.rejected;
import static io.cameletl.internal.postgres.state.support.Given.sessions;
import static io.cameletl.internal.postgres.state.support.Given.skipped;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class UpgradeTest {
    private static final Position BEFORE = new Position(41, cursor(7), WINDOW);

    /** The tables as the version without ledgers made them, with a pipeline in the middle of its life. */
    @BeforeEach
    void the_tables_of_the_version_without_ledgers(TestDatabase db) {
        db.execute(
                SqlResource.read(UpgradeTest.class, "schema-without-ledgers.sql"),
                "insert into etl_pipeline (name, cursor, cursor_type, from_at, before_at, version, run_number)"
                        + " values ('orders', '" + cursor(7).json() + "', '"
                        + cursor(7).type() + "', '" + WINDOW.fromAt() + "', '" + WINDOW.beforeAt() + "', 41, 12)",
                "insert into etl_run values ('orders', 12, 'DRAINED', now(), interval '1 second', 1, 1, '{}')");
    }

    @Test
    void an_installation_without_ledgers_gets_them_and_keeps_what_it_has(TestDatabase db) {
        JdbcPipelineStore store = store(db);
        assertThat(store.position(PIPELINE)).isEqualTo(BEFORE);
        assertThat(store.status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::runNumber)
                .containsExactly(12L);

        long version = granted(store, "a").position().version();
        store.skip(skipped(cursor(7), cursor(8)), move("a", version, 8));
        store.move(move("a", version + 1, 9), List.of(rejected("1")));

        assertThat(store.status(PIPELINE).skippedPages()).isEqualTo(1);
        assertThat(store.status(PIPELINE).rejectedRecords()).isEqualTo(1);
    }

    @Test
    void an_upgraded_installation_is_as_a_new_one(TestDatabase db) {
        store(db).position(PIPELINE);
        new JdbcPipelineStore(db.dataSource(), "fresh", true).position(PIPELINE);

        String columns = "select table_name, column_name, data_type, is_nullable, column_default"
                + " from information_schema.columns where table_schema = '%s' order by table_name, column_name";
        assertThat(db.query(String.format(Locale.ROOT, columns, "public")))
                .isEqualTo(db.query(String.format(Locale.ROOT, columns, "fresh")))
                .hasSizeGreaterThan(40);
    }

    /** Whoever adds a column to the DDL must have it looked for, too. */
    @Test
    void each_column_that_was_added_is_missed_and_added(TestDatabase db) {
        store(db).position(PIPELINE);
        String ddl = SqlResource.read(StateTables.class, "/" + StateTables.DDL);
        List<MatchResult> added = Pattern.compile("alter table (\\w+) add column if not exists (\\w+)")
                .matcher(ddl)
                .results()
                .toList();
        assertThat(added).isNotEmpty();

        for (MatchResult column : added) {
            db.execute("alter table " + column.group(1) + " drop column " + column.group(2));
            assertThatThrownBy(() -> new JdbcPipelineStore(db.dataSource(), null, false).position(PIPELINE))
                    .hasMessageContaining("lacks the state tables or columns " + column.group(1) + "." + column.group(2)
                            + ", and createTables=false");

            store(db).position(PIPELINE);

            assertThat(db.<Long>value("select count(*) from information_schema.columns where table_name = '"
                            + column.group(1) + "' and column_name = '" + column.group(2) + "'"))
                    .isEqualTo(1);
        }
        assertThat(store(db).position(PIPELINE)).isEqualTo(BEFORE);
    }

    @Test
    void what_was_not_recorded_then_is_not_known_now(TestDatabase db) {
        assertThat(store(db).status(PIPELINE).lastRuns())
                .extracting(HistoryEntry::records)
                .containsExactly((Long) null);
    }

    @Test
    void several_processes_upgrade_at_once(TestDatabase db) throws Exception {
        DataSource dataSource = sessions(db, "-c default_transaction_isolation=repeatable\\ read");
        CyclicBarrier start = new CyclicBarrier(4);
        Callable<Position> first = () -> {
            start.await();
            return new JdbcPipelineStore(dataSource, null, true).position(PIPELINE);
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Position> position : threads.invokeAll(List.of(first, first, first, first))) {
                assertThat(position.get()).isEqualTo(BEFORE);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_store_that_may_not_create_names_the_tables_that_are_missing(TestDatabase db) {
        JdbcPipelineStore store = new JdbcPipelineStore(db.dataSource(), null, false);

        assertThatThrownBy(() -> store.position(PIPELINE))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining(
                        "lacks the state tables or columns etl_skipped_page, etl_rejected_record, etl_run.records, ")
                .hasMessageContaining("io/cameletl/state/schema.sql");

        db.execute(SqlResource.read(StateTables.class, "/" + StateTables.DDL));
        assertThat(store.position(PIPELINE)).isEqualTo(BEFORE);
    }

    @Test
    void a_role_that_does_not_own_the_tables_is_told_to_let_a_dba_upgrade(TestDatabase db) {
        String role = "etl_" + UUID.randomUUID().toString().replace("-", "");
        db.execute(
                "create role " + role,
                "grant usage on schema public to " + role,
                "grant select, insert, update, delete on all tables in schema public to " + role);
        try {
            assertThatThrownBy(
                            () -> new JdbcPipelineStore(sessions(db, "-c role=" + role), null, true).position(PIPELINE))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("let a DBA run io/cameletl/state/schema.sql");
        } finally {
            db.execute("drop owned by " + role, "drop role " + role);
        }
    }
}
