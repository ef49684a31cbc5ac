package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static io.cameletl.support.FaultyDataSource.failOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.StaleLeaseException;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep.Kept;
import io.cameletl.internal.postgres.support.OneConnection;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class PageTransactionTest {
    @BeforeEach
    void createTables(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text)",
                "create table cursor (at int)",
                "insert into cursor values (0)");
    }

    @Test
    void a_page_and_its_step_commit_together(TestDatabase db) throws Exception {
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            session.load(PageOrder.of(
                    List.of(data("t", "id a", record(1, "x"))),
                    (connection, leftOut, counts) -> move(connection, 1),
                    false));
            assertThat(db.count("t")).isOne();
            session.load(PageOrder.of(List.of(), (connection, leftOut, counts) -> move(connection, 2), true));
            assertThat(db.<Integer>value("select at from cursor")).isEqualTo(2);

            StaleLeaseException stale = new StaleLeaseException("p", "somebody else has it", null);
            assertThatThrownBy(() -> session.load(PageOrder.of(
                            List.of(data("t", "id a", record(2, "x"))),
                            (connection, leftOut, counts) -> {
                                move(connection, 3);
                                throw stale;
                            },
                            false)))
                    .isSameAs(stale);
        }
        assertThat(db.count("t")).isOne();
        assertThat(db.<Integer>value("select at from cursor")).isEqualTo(2);
    }

    @Test
    void a_failing_encoder_leaves_nothing_and_the_next_page_is_loaded(TestDatabase db) {
        try (PostgresSession session = new PostgresSession(into(db, table("t")), "run")) {
            load(session, data("t", "id a", record(0, "before")));
            assertThatThrownBy(() -> load(
                            session,
                            many("t", "id a", 1, 20_000, i -> record(i, i == 19_000 ? new Object() : "x".repeat(50)))))
                    .isInstanceOf(EtlException.class);
            assertThat(db.count("t")).isOne();
            assertThat(load(session, data("t", "id a", record(1, "after")))).containsEntry("t", counts(1, 1, 0, 0, 0));
        }
    }

    @Test
    void a_commit_whose_answer_never_came_is_unknown_and_the_session_goes_on(TestDatabase db) throws Exception {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        try (PostgresSession session = new PostgresSession(into(faulty, table("t")), "run")) {
            load(session, data("t", "id a", record(0, "x")));
            for (When when : List.of(When.BEFORE, When.AFTER)) {
                faulty.arm(failOnce(1, when, "08006", "COMMIT"::equals));
                assertThatThrownBy(() -> load(session, data("t", "id a", record(when == When.BEFORE ? 1 : 2, "x"))))
                        .hasCauseInstanceOf(CommitUnknownException.class);
            }
            load(session, data("t", "id a", record(3, "x")));
        }
        assertThat(db.<String>value("select string_agg(id::text, ' ' order by id) from t"))
                .isEqualTo("0 2 3");
    }

    @Test
    void a_constraint_checked_at_the_commit_is_no_unknown_outcome(TestDatabase db) {
        db.execute("create table child (id int primary key, t int references t deferrable initially deferred)");

        assertThatThrownBy(() -> load(into(db), data("child", "id t", record(1, 99))))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("23503");
    }

    @Test
    void a_connection_lost_at_any_statement_leaves_nothing_or_all(TestDatabase db) {
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        int[] statements = {0};
        faulty.arm((sql, when) -> statements[0] += when == When.BEFORE ? 1 : 0);
        load(into(faulty, table("t")), data("t", "id a", record(-1, "x")));
        assertThat(statements[0]).isGreaterThan(8);
        for (int n = 1; n <= statements[0]; n++) {
            faulty.arm(failOnce(n, When.BEFORE, "08006"));
            int id = n;
            try (PostgresSession session = new PostgresSession(into(faulty, table("t")), "run" + n)) {
                boolean failed = false;
                try {
                    session.load(PageOrder.of(
                            List.of(data("t", "id a", record(id, "x"))), (c, leftOut, counts) -> move(c, id), false));
                } catch (EtlException | CommitUnknownException e) {
                    failed = true;
                }
                faulty.disarm();
                assertThat(db.<Long>value("select count(*) from t where id = ?", id))
                        .as("statement %s", n)
                        .isEqualTo(failed ? 0 : 1);
                assertThat(load(session, data("t", "id a", record(id, "x")))
                                .get("t")
                                .staged())
                        .isOne();
            }
        }
    }

    @Test
    void the_pool_may_have_any_settings_and_gets_them_back(TestDatabase db) throws Exception {
        db.execute("alter table t add i interval");
        try (Connection connection = db.connect()) {
            String settings = "select string_agg(name || setting, ' ' order by name) from pg_settings";
            execute(
                    connection,
                    "set session characteristics as transaction isolation level repeatable read, read only",
                    "set intervalstyle to sql_standard");
            connection.setAutoCommit(false);
            String before = text(connection, settings);
            connection.commit();
            DataSource pool = OneConnection.pool(connection);
            try (PostgresSession session = new PostgresSession(into(pool), "run")) {
                session.load(PageOrder.of(
                        List.of(data("t", "id i", record(1, "-1 days +02:00:00"))),
                        (c, leftOut, counts) -> {
                            assertThat(text(c, "show transaction_isolation")).isEqualTo("read committed");
                            return new Kept(leftOut, 0);
                        },
                        false));
            }
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(text(connection, settings)).isEqualTo(before);
            assertThat(text(connection, "select count(*) from pg_class where relname like 'etl%'"))
                    .isEqualTo("0");
        }
        assertThat(db.<Boolean>value("select i = interval 'P-1DT2H' from t")).isTrue();
    }

    @Test
    void another_writer_that_gets_in_between_is_met_by_an_update(TestDatabase db) throws Exception {
        try (Connection other = db.connect()) {
            other.setAutoCommit(false);
            execute(other, "insert into t values (1, 'theirs')");
            CompletableFuture<Map<String, TableCounts>> loading = CompletableFuture.supplyAsync(
                    () -> load(into(db, table("t")), data("t", "id a", record(1, "ours"), record(2, "new"))));
            Awaitility.await().until(() -> db.<Long>value("select count(*) from pg_locks where not granted") > 0);
            other.commit();

            assertThat(loading.get(30, TimeUnit.SECONDS)).containsEntry("t", counts(2, 1, 1, 0, 0));
        }
        assertThat(db.<String>value("select string_agg(a, ' ' order by id) from t"))
                .isEqualTo("ours new");
    }

    private static Kept move(Connection connection, int to) throws SQLException {
        execute(connection, "update cursor set at = " + to);
        return new Kept(LeftOut.NONE, 0);
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
