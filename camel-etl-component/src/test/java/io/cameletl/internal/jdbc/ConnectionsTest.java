package io.cameletl.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.internal.jdbc.support.BarePool;
import io.cameletl.support.DelegatingDataSource;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.StatementLog;
import io.cameletl.support.Tap;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@WithPostgres
@Tag("slow")
class ConnectionsTest {
    private static final int READ_COMMITTED = Connection.TRANSACTION_READ_COMMITTED;

    /** How to borrow. */
    private enum Way {
        CALL,
        TRANSACTION,
        AS_LENT,
        HELD;

        int run(Connections connections, Connections.Work<Integer> work) throws SQLException {
            return switch (this) {
                case CALL -> connections.call(work);
                case TRANSACTION -> connections.transaction(work);
                case AS_LENT -> connections.asLent(work);
                case HELD -> held(connections, work);
            };
        }

        private static int held(Connections connections, Connections.Work<Integer> work) throws SQLException {
            HeldConnection held = connections.hold();
            try {
                held.begin();
                int result = work.on(held.connection());
                held.connection().commit();
                held.end();
                held.close();
                return result;
            } catch (SQLException e) {
                try {
                    held.rollBack();
                    held.closeAfter(e);
                } catch (SQLException broken) {
                    e.addSuppressed(broken);
                    held.discardAfter(e);
                }
                throw e;
            }
        }

        boolean isTransaction(boolean poolsAutoCommit) {
            return this == TRANSACTION || this == HELD || (this == AS_LENT && !poolsAutoCommit);
        }
    }

    @BeforeEach
    void table(TestDatabase db) {
        db.execute("create table t (id int)");
    }

    static Stream<Arguments> everyPool() {
        List<Integer> levels =
                List.of(READ_COMMITTED, Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE);
        return Stream.of(Way.values()).flatMap(way -> Stream.of(true, false)
                .flatMap(autoCommit -> levels.stream().map(isolation -> Arguments.of(way, autoCommit, isolation))));
    }

    @ParameterizedTest
    @MethodSource("everyPool")
    void whatever_fails_a_connection_comes_back_as_it_was_found_and_the_first_failure_is_told(
            Way way, boolean autoCommit, int isolation, TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, autoCommit, isolation)) {
            StatementLog log = new StatementLog(pool);
            assertThat(way.run(new Connections(log), ConnectionsTest::insertTwo))
                    .isEqualTo(2);
            assertThat(db.count("t")).isEqualTo(2);
            assertThat(pool.isAsFound()).isTrue();

            for (int n = 1; n <= log.all().size(); n++) {
                for (When when : List.of(When.BEFORE, When.AFTER)) {
                    for (String state : List.of("08006", "XX000")) {
                        for (boolean everything : List.of(false, true)) {
                            db.execute("truncate t");
                            Faults faults = new Faults(n, when, state, everything);
                            assertFails(way, pool, faults);
                            assertRows(way.isTransaction(autoCommit), faults, db);
                        }
                    }
                }
            }
        }
    }

    private static void assertFails(Way way, BarePool pool, Faults faults) throws SQLException {
        FaultyDataSource faulty = new FaultyDataSource(pool);
        faulty.arm(faults);

        Throwable failure = catchThrowable(() -> way.run(new Connections(faulty), ConnectionsTest::insertTwo));

        assertThat(failure).as("%s", faults).isSameAs(faults.thrown.get(0));
        assertThat(failure.getSuppressed())
                .as("%s", faults)
                .containsAll(faults.thrown.subList(1, faults.thrown.size()));
        assertThat(pool.lent()).as("%s", faults).isZero();
        assertThat(pool.isAsFound()).as("%s", faults).isTrue();
    }

    private static void assertRows(boolean transaction, Faults faults, TestDatabase db) {
        boolean committed = faults.when == When.AFTER && faults.failed.equals("COMMIT");
        if (transaction) {
            assertThat(db.count("t")).as("%s", faults).isEqualTo(committed ? 2 : 0);
        } else {
            assertThat(db.count("t")).as("%s", faults).isEqualTo(faults.n - (faults.when == When.BEFORE ? 1 : 0));
        }
    }

    /** A rollback that does not work must not end in a commit, which turning autocommit on would be. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void what_cannot_be_rolled_back_is_closed_and_never_committed(boolean autoCommit, TestDatabase db)
            throws SQLException {
        try (BarePool pool = BarePool.of(db, autoCommit, READ_COMMITTED)) {
            FaultyDataSource faulty = new FaultyDataSource(pool);
            faulty.arm(FaultyDataSource.failOnce(1, When.BEFORE, "XX000", "ROLLBACK"::equals));
            IllegalStateException first = new IllegalStateException("the work's own");

            assertThatThrownBy(() -> new Connections(faulty).transaction(connection -> {
                        insertTwo(connection);
                        throw first;
                    }))
                    .isSameAs(first)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(pool.isAsFound()).isTrue();
            assertThat(db.count("t")).isZero();
        }
    }

    @Test
    void an_error_rolls_back_too(TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, true, READ_COMMITTED)) {
            assertThatThrownBy(() -> new Connections(pool).transaction(connection -> {
                        insertTwo(connection);
                        throw new AssertionError("no exception");
                    }))
                    .isInstanceOf(AssertionError.class);
            assertThat(pool.isAsFound()).isTrue();
            assertThat(db.count("t")).isZero();
        }
    }

    @Test
    void a_session_that_the_server_ends_in_the_middle_is_not_lent_again(TestDatabase db) throws SQLException {
        for (Way way : Way.values()) {
            try (BarePool pool = BarePool.of(db, false, READ_COMMITTED)) {
                assertThatThrownBy(() -> way.run(new Connections(pool), connection -> {
                            db.execute("select pg_terminate_backend(" + pid(connection) + ")");
                            return insertTwo(connection);
                        }))
                        .satisfies(
                                e -> assertThat(SqlStates.isConnectionLost(e)).isTrue());
                assertThat(pool.lent()).isZero();
                assertThat(pool.isAsFound()).isTrue();
            }
        }
        assertThat(db.count("t")).isZero();
    }

    @Test
    void a_connection_that_does_not_take_its_autocommit_back_is_closed(TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, false, READ_COMMITTED)) {
            DelegatingDataSource stubborn = refusing(pool, "setAutoCommit", false);
            assertThatThrownBy(() -> new Connections(stubborn).call(ConnectionsTest::insertTwo))
                    .hasMessage("setAutoCommit is refused");
            assertThat(pool.lent()).isZero();
            assertThat(pool.isAsFound()).isTrue();

            IllegalStateException first = new IllegalStateException("the work's own");
            assertThatThrownBy(() -> new Connections(stubborn).call(connection -> {
                        throw first;
                    }))
                    .isSameAs(first)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThat(pool.isAsFound()).isTrue();
        }
        assertThat(db.count("t")).isEqualTo(2);
    }

    @Test
    void a_close_that_fails_hides_nothing(TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, true, READ_COMMITTED)) {
            DelegatingDataSource leaking = refusing(pool, "close");
            IllegalStateException first = new IllegalStateException("the work's own");

            assertThatThrownBy(() -> new Connections(leaking).call(connection -> {
                        throw first;
                    }))
                    .isSameAs(first)
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            assertThatThrownBy(() -> new Connections(leaking).call(ConnectionsTest::insertTwo))
                    .hasMessage("close is refused");
        }
    }

    @Test
    void a_connection_whose_autocommit_cannot_be_asked_is_not_kept(TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, true, READ_COMMITTED)) {
            DelegatingDataSource silent = refusing(pool, "getAutoCommit");
            assertThatThrownBy(() -> new Connections(silent).hold()).hasMessage("getAutoCommit is refused");
            assertThatThrownBy(() -> new Connections(silent).transaction(ConnectionsTest::insertTwo))
                    .hasMessage("getAutoCommit is refused");
            assertThat(pool.lent()).isZero();
            assertThat(pool.isAsFound()).isTrue();
        }
    }

    @Test
    void a_transaction_on_a_connection_that_is_held_leaves_it_under_autocommit(TestDatabase db) throws SQLException {
        try (BarePool pool = BarePool.of(db, false, READ_COMMITTED)) {
            try (HeldConnection held = new Connections(pool).hold()) {
                Connections.transaction(held.connection(), ConnectionsTest::insertTwo);
                assertThat(held.connection().getAutoCommit()).isTrue();
                held.begin();
                insertTwo(held.connection());
                held.rollBack();
                held.rollBack();
                assertThat(held.connection().getAutoCommit()).isTrue();
            }
            assertThat(pool.isAsFound()).isTrue();
        }
        assertThat(db.count("t")).isEqualTo(2);
    }

    @Test
    void nothing_but_the_work_and_its_commit_is_sent(TestDatabase db) throws SQLException {
        for (boolean autoCommit : List.of(true, false)) {
            try (BarePool pool = BarePool.of(db, autoCommit, READ_COMMITTED)) {
                StatementLog log = new StatementLog(pool);
                for (Way way : Way.values()) {
                    log.clear();
                    way.run(new Connections(log), ConnectionsTest::insertTwo);
                    assertThat(log.all()).hasSize(way.isTransaction(autoCommit) ? 3 : 2);
                }
            }
        }
    }

    private static int insertTwo(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("insert into t values (1)")
                    + statement.executeUpdate("insert into t values (2)");
        }
    }

    private static long pid(Connection connection) throws SQLException {
        return Sql.number(connection, "select pg_backend_pid()");
    }

    /** @param argument of the calls that fail; all when there is none */
    private static DelegatingDataSource refusing(BarePool pool, String refused, Object... argument) {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection wrap(Connection connection) {
                return Tap.proxy(Connection.class, (self, method, arguments) -> {
                    boolean fails = method.getName().equals(refused)
                            && (argument.length == 0 || argument[0].equals(arguments[0]));
                    if (fails) {
                        throw new SQLException(refused + " is refused");
                    }
                    return Tap.invoke(connection, method, arguments);
                });
            }
        };
    }

    /** Fails at the n-th statement from 1, and at every later one or at none. */
    private static final class Faults implements StatementHook {
        private final int n;
        private final When when;
        private final String state;
        private final boolean everything;
        private final List<SQLException> thrown = new ArrayList<>();
        private int seen;
        private String failed = "";

        Faults(int n, When when, String state, boolean everything) {
            this.n = n;
            this.when = when;
            this.state = state;
            this.everything = everything;
        }

        @Override
        public void on(String sql, When now) throws SQLException {
            seen += now == When.BEFORE ? 1 : 0;
            boolean isFirst = thrown.isEmpty() && seen == n && now == when;
            boolean isLater = !thrown.isEmpty() && everything && now == When.BEFORE;
            if (isFirst || isLater) {
                failed = isFirst ? sql : failed;
                SQLException fault = new SQLException("injected " + now + " " + sql, state);
                thrown.add(fault);
                throw fault;
            }
        }

        @Override
        public String toString() {
            return (everything ? "from " : "at ") + n + " " + when + " " + failed + " " + state;
        }
    }
}
