package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How often a page asks the target, and that it finds what it found when it asked more often. */
@WithPostgres
class RoundTripsTest {
    @Test
    void a_page_of_several_tables_is_merged_in_one_round_trip(TestDatabase db) {
        parentAndChild(db, "");
        StatementLog log = new StatementLog(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(log, deletable("parent"), deletable("child")), "run")) {
            load(session, parents(record(1, "a", null)), children(record(1, 1, null)));
            log.clear();

            Map<String, TableCounts> counts = load(
                    session,
                    parents(record(1, "b", null), record(2, "x", null), record(9, "x", null), record(7, null, true)),
                    children(record(1, 2, null), record(2, 1, null), record(8, 9, true)));

            assertThat(counts)
                    .containsEntry("parent", counts(4, 1, 1, 1, 1))
                    .containsEntry("child", counts(3, 1, 1, 1, 0));
        }
        // Begin, one COPY for each table, the merge; and that the run ends.
        assertThat(log.statements())
                .filteredOn(sql -> !sql.startsWith("DROP TABLE"))
                .satisfies(sent -> {
                    assertThat(sent.get(0)).contains("SAVEPOINT etl_copy");
                    assertThat(sent.get(1)).startsWith("COPY");
                    assertThat(sent.get(2)).startsWith("COPY");
                    assertThat(sent.get(3)).startsWith("SAVEPOINT etl_merge");
                });
        assertThat(log.all().indexOf("COMMIT")).isEqualTo(4);
    }

    @Test
    void what_waits_for_the_commit_is_checked_in_it_too(TestDatabase db) {
        parentAndChild(db, " deferrable initially deferred");
        PostgresSession session = new PostgresSession(into(db, deletable("child"), deletable("parent")), "run");
        try (session) {
            assertThat(load(session, children(record(1, 5, null)), parents(record(5, "x", null))))
                    .containsEntry("child", counts(1, 0, 1, 0, 0));
            assertThatThrownBy(() -> load(session, children(record(1, 6, null), record(2, 5, null))))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("23503");
        }
        assertThat(db.<Integer>value("select parent from child where id = 1")).isEqualTo(5);
    }

    @Test
    void a_row_that_another_writer_deletes_meanwhile_is_inserted(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, a text)", "insert into t values (1, 'old'), (2, 'old')");
        try (Connection other = db.connect();
                Statement deleting = other.createStatement()) {
            other.setAutoCommit(false);
            deleting.execute("delete from t where id = 1");
            CompletableFuture<Map<String, TableCounts>> loading = CompletableFuture.supplyAsync(
                    () -> load(into(db, table("t")), data("t", "id a", record(1, "ours"), record(2, "ours"))));
            Awaitility.await()
                    .until(() ->
                            loading.isDone() || db.<Long>value("select count(*) from pg_locks where not granted") > 0);
            other.commit();

            assertThat(loading.get(30, TimeUnit.SECONDS)).containsEntry("t", counts(2, 1, 1, 0, 0));
        }
        assertThat(db.<String>value("select string_agg(a, ' ') from t")).isEqualTo("ours ours");
    }

    private static void parentAndChild(TestDatabase db, String when) {
        db.execute(
                "create table parent (id int primary key, a text)",
                "create table child (id int primary key, parent int references parent" + when + ")",
                "insert into parent values (1, 'old'), (7, 'old'), (9, 'x')",
                "insert into child values (1, 9), (8, 9)");
    }

    private static TargetData parents(Object[]... records) {
        return data("parent", "id a gone", records);
    }

    private static TargetData children(Object[]... records) {
        return data("child", "id parent gone", records);
    }
}
