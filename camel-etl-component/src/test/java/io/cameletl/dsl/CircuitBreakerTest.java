package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.dsl.support.Users;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

@Tag("slow")
@WithPostgres
@Timeout(120)
class CircuitBreakerTest {
    private TestDatabase source;
    private TestDatabase target;
    private volatile boolean failing = true;
    private int retries;
    private final Source<TimestampCursor> sick = request -> {
        if (failing) {
            throw new IllegalStateException("the source is sick");
        }
        return ExtractResponse.drained();
    };

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        target.execute("create table users (id bigint primary key, name text)");
    }

    private Users users(Duration every, int threshold, Duration cooldown) throws Exception {
        return users(new Users(source, target), target.dataSource(), every, threshold, cooldown);
    }

    private Users users(Users users, DataSource database, Duration every, int threshold, Duration cooldown)
            throws Exception {
        return users.add(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline("users", TimestampCursor.class)
                        .every(every)
                        .source(sick)
                        .target(postgres(database).table("users"))
                        .retry(retries, Duration.ofMillis(20), 2)
                        .circuitBreaker(threshold, cooldown);
            }
        });
    }

    @Test
    void three_failed_runs_open_it_and_one_probe_after_the_cooldown_closes_it() throws Exception {
        StatementLog log = new StatementLog(target.dataSource());
        List<String> whileOpen = new CopyOnWriteArrayList<>();
        List<String> kept = new CopyOnWriteArrayList<>();
        AtomicBoolean opens = new AtomicBoolean();
        PipelineListener watch = new PipelineListener() {
            @Override
            public void runEnded(RunEnd end) {
                if (end.run().outcome() == RunOutcome.OPEN && !opens.getAndSet(false)) {
                    whileOpen.addAll(log.all());
                }
                log.clear();
                opens.compareAndSet(false, end.run().outcome() == RunOutcome.FAILED);
            }

            @Override
            public void eventOccurred(EtlEvent event) {
                if (event.kind() == Kind.BREAKER_OPENED) {
                    kept.add("open until " + target.<Instant>value("select breaker_until from etl_pipeline"));
                }
            }
        };
        try (Users users = new Users(source, target).bind("watch", watch)) {
            users(users, log, Duration.ofMillis(50), 3, Duration.ofSeconds(1)).start();

            users.awaitReports(RunOutcome.FAILED, 4);
            assertThat(users.reports(RunOutcome.OPEN).get(0).message()).isEqualTo(kept.get(0));
            assertThat(users.events())
                    .as("each once, though three runs and a probe have failed")
                    .containsExactly(Kind.RUN_FAILED, Kind.BREAKER_OPENED, Kind.BREAKER_HALF_OPEN);

            failing = false;
            users.awaitReports(RunOutcome.DRAINED, 2);

            assertThat(users.events()).endsWith(Kind.RUN_RECOVERED, Kind.BREAKER_CLOSED);
            assertThat(whileOpen)
                    .as("one look at the row")
                    .isNotEmpty()
                    .allMatch(statement -> statement.contains("breaker_state") && statement.contains("select"));
            assertThat(target.<String>value("select breaker_state from etl_pipeline"))
                    .isEqualTo("CLOSED");
        }
    }

    @Test
    void a_restart_while_it_is_open_leaves_it_open_until_the_same_time() throws Exception {
        String until = openedUntil();

        try (Users users =
                users(Duration.ofMillis(50), 3, Duration.ofMinutes(10)).start()) {
            users.awaitReports(RunOutcome.OPEN, 2);

            assertThat(users.reports()).allMatch(report -> report.outcome() == RunOutcome.OPEN);
            assertThat(users.reports()).allMatch(report -> until.equals(report.message()));
            assertThat(users.events()).isEmpty();
        }
    }

    private String openedUntil() throws Exception {
        try (Users users =
                users(Duration.ofMillis(50), 3, Duration.ofMinutes(10)).start()) {
            users.awaitReports(RunOutcome.OPEN, 1);
            return users.reports(RunOutcome.OPEN).get(0).message();
        }
    }

    @Test
    void a_process_that_restarts_after_each_failure_comes_to_the_threshold_too() throws Exception {
        for (int restart = 0; restart < 2; restart++) {
            try (Users users =
                    users(Duration.ofHours(1), 3, Duration.ofMinutes(10)).start()) {
                users.awaitEvents(Kind.RUN_FAILED, 1);
            }
        }

        try (Users users = users(Duration.ofHours(1), 3, Duration.ofMinutes(10)).start()) {
            users.awaitEvents(Kind.BREAKER_OPENED, 1);

            assertThat(users.events()).containsExactly(Kind.RUN_FAILED, Kind.BREAKER_OPENED);
        }
    }

    @Test
    void paused_runs_neither_open_nor_close_it() throws Exception {
        try (Users users = users(Duration.ofMillis(50), 2, Duration.ofMillis(500))) {
            users.start();
            users.awaitEvents(Kind.BREAKER_OPENED, 1);
            target.execute("update etl_pipeline set paused = true");

            users.awaitReports(RunOutcome.PAUSED, 3);
            assertThat(users.events()).doesNotContain(Kind.BREAKER_CLOSED);

            failing = false;
            target.execute("update etl_pipeline set paused = false");
            users.awaitEvents(Kind.BREAKER_CLOSED, 1);
            assertThat(users.events(Kind.BREAKER_HALF_OPEN))
                    .as("once each")
                    .isEqualTo(users.events(Kind.BREAKER_OPENED));
        }
    }

    @ParameterizedTest
    @EnumSource(DeclarationsTest.Way.class)
    void each_way_of_declaring_opens_it_alike(DeclarationsTest.Way way) throws Exception {
        target.execute("alter table users add updated_at timestamptz not null");
        source.execute(
                "create table users (id bigint primary key, name text, updated_at timestamptz not null, deleted_at timestamptz)",
                "insert into users values (1, 'ann', '2026-01-01T00:00:00Z', null)");
        try (Users users = new Users(source, target)) {
            way.declare(users);
            target.execute("alter table users add check (name <> 'ann')");
            users.start();

            users.awaitReports(RunOutcome.OPEN, 2);

            assertThat(users.events()).containsExactly(Kind.RUN_FAILED, Kind.BREAKER_OPENED);
            assertThat(users.reports(RunOutcome.FAILED)).hasSize(3);
        }
    }

    @Test
    void a_database_that_is_away_is_a_failed_run_and_opens_it() throws Exception {
        FaultyDataSource away = new FaultyDataSource(target.dataSource());
        try (Users users = new Users(source, target)) {
            users(users, away, Duration.ofMillis(50), 2, Duration.ofMinutes(10)).start();
            users.awaitEvents(Kind.RUN_FAILED, 1);
            away.arm((sql, when) -> {
                throw new SQLException("away", "08006");
            });

            users.awaitReports(RunOutcome.OPEN, 1);

            assertThat(users.events()).containsExactly(Kind.RUN_FAILED, Kind.BREAKER_OPENED);
        }
    }

    @Test
    void a_source_that_is_away_for_some_ticks_opens_nothing_and_is_told_of_once() throws Exception {
        retries = 5;
        failing = false;
        FaultyDataSource away = new FaultyDataSource(source.dataSource());
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger("io.cameletl.pipeline.users");
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try (Users users = new Users(source, target)) {
            target.execute("alter table users add updated_at timestamptz not null");
            source.execute("create table users (id bigint primary key, name text, updated_at timestamptz not null)");
            users.add(new EtlRouteBuilder() {
                @Override
                public void configure() {
                    pipeline("users", KeysetCursor.class)
                            .every(Duration.ofMillis(100))
                            .query("select * from users", away)
                            .cursorColumns("updated_at", "id")
                            .target(postgres(target.dataSource()).table("users"))
                            .retry(retries, Duration.ofMillis(20), 2)
                            .circuitBreaker(3, Duration.ofMinutes(10));
                }
            });
            users.start();
            users.awaitReports(RunOutcome.DRAINED, 1);
            // From the first statement of a run on, which asks for the time: it must not begin to be away in the middle
            // of one.
            AtomicLong back = new AtomicLong();
            away.arm((sql, when) -> {
                if (sql.contains("clock_timestamp")) {
                    back.compareAndSet(
                            0, System.nanoTime() + Duration.ofMillis(400).toNanos());
                }
                if (back.get() != 0 && System.nanoTime() < back.get()) {
                    throw new SQLException("away", "08001");
                }
            });
            users.awaitEvents(Kind.RUN_RETRIED, 1);
            users.awaitReports(
                    RunOutcome.DRAINED, users.reports(RunOutcome.DRAINED).size() + 3);

            assertThat(users.events()).containsExactly(Kind.RUN_RETRIED);
            assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getFormattedMessage())
                    .startsWith("the run could not begin, up to 5 tries follow: "));
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
    }
}
