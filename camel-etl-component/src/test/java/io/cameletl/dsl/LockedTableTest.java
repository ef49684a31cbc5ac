package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.KeysetCursor;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.dsl.support.Logged;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/**
 * Somebody keeps a table locked, for as long as {@code -Detl.test.lock.seconds} says; {@code lateAfter} is as long as {@code
 * -Detl.test.lock.late} says.
 */
@WithPostgres
@Tag("slow")
class LockedTableTest {
    private static final Duration LOCKED = Duration.ofSeconds(Long.getLong("etl.test.lock.seconds", 5));
    private static final Duration LATE = Duration.ofSeconds(Long.getLong("etl.test.lock.late", 2));

    /** What a listener may take longer on a machine that has much else to do. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();
    private final Logged logged = new Logged();
    private Users users;

    /** Where the lock is. */
    enum Where {
        SOURCE("EXTRACT"),
        TARGET("LOAD");

        private final String phase;

        Where(String phase) {
            this.phase = phase;
        }
    }

    @BeforeEach
    void pipeline(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        users = Users.created(source, target);
        users.bind("events", new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                events.add(event);
            }
        });
        users.add(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline("users", KeysetCursor.class)
                        .every(Duration.ofMillis(200))
                        .query(Users.QUERY, users.sourceData())
                        .cursorColumns("updated_at", "id")
                        .omitColumns("deleted_at")
                        .consistencyDelay(Duration.ZERO)
                        .leaseDuration(LATE.multipliedBy(2))
                        .lateAfter(LATE)
                        .target(postgres(users.targetData()).table("users"));
            }
        });
    }

    @AfterEach
    void close() {
        users.close();
        logged.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_is_told_of_as_late_and_stalled_once_each_with_who_holds_it_and_then_as_recovered(Where where)
            throws Exception {
        TestDatabase database = where == Where.SOURCE ? users.source : users.target;
        users.start();
        users.awaitReports(RunOutcome.DRAINED, 2);
        users.source.execute("insert into users values (1, 'a', now(), null)");
        users.awaitReports(RunOutcome.DRAINED, 5);
        Instant began;
        int holder;
        int waiting;
        try (Connection locker = database.connect()) {
            holder = lock(locker);
            began = Instant.now();
            if (where == Where.TARGET) {
                users.source.execute("insert into users values (2, 'b', now(), null)");
            }
            waiting = awaitWaiting(database);

            Awaitility.await()
                    .atMost(LATE.plus(SLACK))
                    .until(() -> users.events(Kind.RUN_STALLED) == 1 && users.events(Kind.PIPELINE_LATE) == 1);
            Awaitility.await().pollDelay(LOCKED).atMost(LOCKED.plusMinutes(1)).untilAsserted(() -> assertThat(
                            users.events())
                    .hasSize(2));
            locker.rollback();
        }
        users.awaitEvents(Kind.RUN_RECOVERED, 1);
        users.awaitEvents(Kind.PIPELINE_CAUGHT_UP, 1);

        assertThat(users.events())
                .containsExactlyInAnyOrder(
                        Kind.RUN_STALLED, Kind.PIPELINE_LATE, Kind.RUN_RECOVERED, Kind.PIPELINE_CAUGHT_UP);
        EtlEvent.RunStalled stalled = event(EtlEvent.RunStalled.class);
        assertThat(stalled.at()).isBefore(began.plus(LATE).plus(SLACK));
        assertThat(stalled.stall()).satisfies(stall -> {
            assertThat(stall.phase()).isEqualTo(where.phase);
            assertThat(stall.page()).isEqualTo(1);
            assertThat(stall.session()).isEqualTo(waiting);
            assertThat(stall.waitsFor()).isEqualTo("Lock:relation");
            assertThat(stall.blockedBy()).containsExactly(holder);
        });
        assertThat(stalled.message())
                .contains("in phase " + where.phase, "session " + waiting, "blocked by session [" + holder + "]");
        assertThat(event(EtlEvent.PipelineLate.class).at())
                .isBefore(began.plus(LATE).plus(SLACK));
        assertThat(event(EtlEvent.RunRecovered.class).lasted()).isGreaterThan(LOCKED);
        List<String> warnings = logged.lines(Level.WARN);
        assertThat(warnings).hasSize(2);
        System.out.println("The " + where + "'s table was locked for "
                + Duration.between(began, Instant.now()).toSeconds() + " s: told of it " + warnings);
        users.assertSynced();
    }

    /** @return the locker's process */
    private static int lock(Connection locker) throws SQLException {
        locker.setAutoCommit(false);
        locker.createStatement().execute("lock table users in access exclusive mode");
        return locker.unwrap(PGConnection.class).getBackendPID();
    }

    /** @return the process that waits for the lock */
    private static int awaitWaiting(TestDatabase database) {
        String who = "from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
        Awaitility.await().until(() -> database.<Long>value("select count(*) " + who) == 1);
        return database.<Integer>value("select pid " + who);
    }

    private <E extends EtlEvent> E event(Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
