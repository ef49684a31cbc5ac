package io.cameletl.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.support.StatementHook.When;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

@WithPostgres
class TestSupportTest {

    @Test
    void each_qualifier_is_a_database_of_its_own(
            TestDatabase plain, TestDatabase again, @SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        assertThat(again).isSameAs(plain);
        assertThat(plain.name()).isNotEqualTo(source.name()).isNotEqualTo(target.name());
        assertThat(source.name()).isNotEqualTo(target.name());
    }

    @Test
    void rows_are_read_without_regard_to_time_zones(TestDatabase db) {
        Instant at = Instant.parse("2024-02-29T12:34:56.123456Z");
        db.execute("create table t (id int, at timestamptz, doc jsonb)", "insert into t values (2, null, null)");
        db.query("insert into t values (1, ?, '{}') returning id", at);

        assertThat(db.query("select * from t order by id").get(0)).isEqualTo(Map.of("id", 1, "at", at, "doc", "{}"));
        assertThat(db.count("t")).isEqualTo(2);
        assertThatThrownBy(() -> db.value("select id from t")).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_pool_can_have_another_time_zone(TestDatabase db) throws SQLException {
        try (Connection connection = db.withTimeZone("America/St_Johns").getConnection()) {
            assertThat(Rows.of(connection, "select current_setting('TimeZone') as zone"))
                    .containsExactly(Map.of("zone", "America/St_Johns"));
        }
    }

    @Test
    void a_leaked_connection_fails_the_test() throws SQLException {
        TestDatabase db = TestDatabase.createOn(PostgresServers.shared());
        try (Connection leaked = db.dataSource().getConnection()) {
            assertThat(leaked.isValid(1)).isTrue();
            assertThatThrownBy(() -> db.close(Duration.ofMillis(200)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("still borrowed")
                    .hasMessageContaining("a_leaked_connection_fails_the_test");
        }
    }

    @Test
    void a_connection_returned_inside_a_transaction_fails_the_test() throws SQLException {
        TestDatabase db = TestDatabase.createOn(PostgresServers.shared());
        try (Connection connection = db.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "select 1");
        }
        assertThatThrownBy(db::close).hasMessageContaining("in the middle of a transaction (OPEN)");
    }

    @Test
    void a_session_returned_with_a_changed_setting_or_a_lock_fails_the_test() throws SQLException {
        TestDatabase db = TestDatabase.createOn(PostgresServers.shared());
        try (Connection connection = db.dataSource().getConnection()) {
            run(connection, "set search_path = pg_catalog");
            run(connection, "select pg_advisory_lock(7)");
        }
        assertThatThrownBy(db::close)
                .hasMessageContaining("search_path = pg_catalog")
                .hasMessageContaining("advisory lock 0/7");
    }

    @Test
    void orderly_use_of_a_pool_passes() throws SQLException {
        TestDatabase db = TestDatabase.createOn(PostgresServers.shared());
        try (Connection connection = db.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            run(connection, "set local search_path = pg_catalog");
            connection.commit();
        }
        assertThatCode(db::close).doesNotThrowAnyException();
    }

    @Test
    void a_statement_log_has_all_that_was_sent(TestDatabase db) throws Exception {
        StatementLog log = new StatementLog(db.dataSource());
        try (Connection connection = log.getConnection()) {
            run(connection, "create table t (id int)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into t values (?)")) {
                for (int id = 0; id < 3; id++) {
                    insert.setInt(1, id);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            PGConnection pg = connection.unwrap(PGConnection.class);
            assertThat(pg.getCopyAPI().copyIn("copy t from stdin", new StringReader("3\n4\n")))
                    .isEqualTo(2);
            connection.commit();
        }

        assertThat(log.statements())
                .containsExactly("create table t (id int)", "insert into t values (?)", "copy t from stdin");
        assertThat(log.commits()).isEqualTo(1);
        assertThat(db.count("t")).isEqualTo(5);
    }

    @Test
    void an_injected_failure_hits_the_chosen_statement_once(TestDatabase db) throws SQLException {
        db.execute("create table t (id int)");
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        faulty.arm(FaultyDataSource.failOnce(2, When.BEFORE, "40001", sql -> sql.startsWith("insert")));
        try (Connection connection = faulty.getConnection()) {
            run(connection, "insert into t values (1)");
            assertThatThrownBy(() -> run(connection, "insert into t values (2)"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            run(connection, "insert into t values (3)");
        }
        assertThat(db.query("select id from t order by id")).extracting("id").containsExactly(1, 3);
    }

    @Test
    void a_connection_lost_before_the_commit_loses_the_transaction_and_after_it_does_not(TestDatabase db)
            throws SQLException {
        db.execute("create table t (at text)");
        FaultyDataSource faulty = new FaultyDataSource(db.dataSource());
        for (When when : List.of(When.BEFORE, When.AFTER)) {
            faulty.arm(FaultyDataSource.failOnce(1, when, "08006", "COMMIT"::equals));
            try (Connection connection = faulty.getConnection()) {
                connection.setAutoCommit(false);
                run(connection, "insert into t values ('" + when + "')");
                assertThatThrownBy(connection::commit).hasMessageContaining("Injected " + when);
                assertThat(connection.isClosed()).isTrue();
            }
        }
        assertThat(db.query("select at from t")).extracting("at").containsExactly("AFTER");
    }

    @Test
    @Tag("slow")
    void a_killed_server_comes_back_over_the_file_of_an_unlogged_table_that_was_rolled_back() throws SQLException {
        try (PostgresServer server = PostgresServers.startKillable();
                TestDatabase db = TestDatabase.createOn(server)) {
            db.execute("create table kept (id int)", "alter system set wal_writer_delay = '10s'");
            db.execute("select pg_reload_conf()");
            try (Connection creating = db.dataSource().getConnection();
                    Statement statement = creating.createStatement()) {
                creating.setAutoCommit(false);
                statement.execute("create unlogged table left_over (id int)");
                db.execute("insert into kept values (1)");
                creating.rollback();
            }
            server.killProcesses();

            server.restart();

            assertThat(db.<Integer>value("select id from kept")).isEqualTo(1);
        }
    }

    @Test
    @Tag("slow")
    void a_killed_server_comes_back_with_what_was_committed() throws SQLException {
        try (PostgresServer server = PostgresServers.startKillable();
                TestDatabase db = TestDatabase.createOn(server)) {
            assertThat(db.<String>value("select current_setting('fsync')")).isEqualTo("on");
            db.execute("create table t (id int)");
            for (int id = 1; id <= 3; id++) {
                try (Connection connection = db.dataSource().getConnection()) {
                    run(connection, "insert into t values (" + id + ")");
                    connection.setAutoCommit(false);
                    run(connection, "insert into t values (" + -id + ")");
                    server.killImmediately();
                    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
                    assertThatThrownBy(db::connect).isInstanceOf(SQLException.class);
                    server.restart();
                }
            }
            assertThat(db.query("select id from t order by id"))
                    .extracting("id")
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void the_shared_server_cannot_be_killed() {
        assertThat(PostgresServers.shared().killable()).isFalse();
        assertThatThrownBy(PostgresServers.shared()::killImmediately).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
