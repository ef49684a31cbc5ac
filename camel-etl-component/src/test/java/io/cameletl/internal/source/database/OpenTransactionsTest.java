package io.cameletl.internal.source.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.source.support.Sources;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class OpenTransactionsTest {
    private static final Duration MARGIN = Duration.ofSeconds(3);

    /** What keeps a transaction open, each as far as it got. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "create table made (id int)",
                "savepoint a; create table made (id int); release a",
                "savepoint a; create table made (id int); rollback to a",
            })
    void a_window_ends_a_margin_before_the_start_of_the_oldest(String statements, @SourceDb TestDatabase db)
            throws Exception {
        try (Connection older = db.connect();
                Connection younger = db.connect()) {
            Instant start = begin(older);
            begin(younger);
            execute(older, statements);

            assertThat(before(db.dataSource(), Instant.now().plusSeconds(60))).isEqualTo(start.minus(MARGIN));
            assertThat(before(db.dataSource(), start.minus(MARGIN).minusNanos(1000)))
                    .isEqualTo(start.minus(MARGIN).minusNanos(1000));
        }
    }

    @Test
    void transactions_of_other_databases_hold_nothing_up(@SourceDb TestDatabase db, @TargetDb TestDatabase other)
            throws Exception {
        Instant end = Instant.now();
        try (Connection open = other.connect();
                Connection prepared = other.connect()) {
            begin(open);
            begin(prepared);
            execute(prepared, "prepare transaction 'elsewhere'");
            try {
                assertThat(before(db.dataSource(), end)).isEqualTo(end);
            } finally {
                execute(prepared, "rollback prepared 'elsewhere'");
            }
        }
    }

    @Test
    void a_procedure_that_commits_on_its_way_counts_from_its_call(@SourceDb TestDatabase db) throws Exception {
        db.execute(
                """
                create procedure in_two() language plpgsql as $$
                begin
                    commit;
                    perform pg_advisory_lock(1);
                    perform pg_advisory_unlock(1);
                end $$
                """);
        try (Connection lock = db.connect();
                Connection caller = db.connect()) {
            execute(lock, "select pg_advisory_lock(1)");
            CompletableFuture<Void> call = CompletableFuture.runAsync(() -> callUnchecked(caller));
            String calls = "from pg_stat_activity where query = 'call in_two()'";
            Awaitility.await()
                    .until(() -> db.<Long>value("select count(*) " + calls + " and wait_event = 'advisory'") == 1);
            Instant called = db.value("select query_start " + calls);

            assertThat(before(db.dataSource(), Instant.now().plusSeconds(60))).isEqualTo(called.minus(MARGIN));
            assertThat(db.<Instant>value("select xact_start " + calls)).isAfter(called);
            execute(lock, "select pg_advisory_unlock(1)");
            call.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void a_session_that_hides_its_activity_is_named(@SourceDb TestDatabase db) throws Exception {
        try (Connection hidden = db.connect()) {
            execute(hidden, "set track_activities = off");
            begin(hidden);

            assertThatThrownBy(() -> before(db.dataSource(), Instant.now()))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("a session of \"" + db.user() + "\" hides its own")
                    .hasMessageContaining("track_activities");
        }
    }

    @Test
    void a_server_that_tracks_no_activity_is_refused(@SourceDb TestDatabase db) {
        DataSource untracked = Sources.withOptions(db, "-c track_activities=off");

        assertThatThrownBy(() -> before(untracked, Instant.now()))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("lists none, not even this one's own")
                .hasMessageContaining("track_activities");
    }

    @Test
    void a_standby_is_refused_for_it_does_not_know_its_primarys_transactions() throws Exception {
        try (PostgresServer server = PostgresServers.startKillable();
                TestDatabase db = TestDatabase.createOn(server)) {
            Path data = Path.of(db.<String>value("select setting from pg_settings where name = 'data_directory'"));
            Path signal = Files.createFile(data.resolve("standby.signal"));
            server.restart();
            assertThat(db.<Boolean>value("select pg_is_in_recovery()")).isTrue();

            assertThatThrownBy(() -> before(server.dataSource(db.name()), Instant.now()))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("it is a standby")
                    .hasMessageContaining("Name the primary in sourceDataSource");

            Files.delete(signal);
            server.restart();
        }
    }

    private static Instant before(DataSource source, Instant end) {
        return new OpenTransactions("orders", source, MARGIN).before(end);
    }

    private static Instant begin(Connection connection) throws SQLException {
        execute(connection, "begin");
        try (Statement statement = connection.createStatement();
                var now = statement.executeQuery("select now()")) {
            now.next();
            return now.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void callUnchecked(Connection connection) {
        try {
            execute(connection, "call in_two()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
