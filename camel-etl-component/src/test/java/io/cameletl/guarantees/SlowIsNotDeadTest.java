package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlEvent;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.RecordedEvents;
import io.cameletl.camel.support.Warnings;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What lasts much longer than the lease, and than a dead connection would be let live. */
@WithEtl
@Tag("slow")
class SlowIsNotDeadTest {
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final String OPTIONS = "sourceDataSource=#source&cursorColumns=id&dataSource=#target&tables=t"
            + "&leaseDuration=1000&maximumRedeliveries=0&redeliveryDelay=0&consistencyDelay=0";

    private final Warnings warnings = new Warnings();
    private EtlContext etl;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase source, @TargetDb TestDatabase to) {
        target = to;
        source.execute("create table t (id bigint primary key)", "insert into t select generate_series(1, 3)");
        target.execute("create table t (id bigint primary key)");
    }

    @AfterEach
    void close() {
        warnings.close();
    }

    @Test
    void a_slow_query_is_waited_for() throws Exception {
        etl.route("p", "query=RAW(select id from (select id, pg_sleep(2) from t) s where id > 0)&" + OPTIONS);

        assertRuns();
    }

    @Test
    void a_slow_query_is_waited_for_though_its_pool_has_no_connection_to_ask_with(@SourceDb TestDatabase source)
            throws Exception {
        try (BasicDataSource one = new BasicDataSource()) {
            one.setUrl(source.url());
            one.setUsername(source.user());
            one.setPassword(source.password());
            one.setMaxTotal(1);
            etl.bind("source", one)
                    .route("p", "query=RAW(select id from (select id, pg_sleep(4) from t) s where id > 0)&" + OPTIONS);

            assertRuns();
        }
    }

    @Test
    void a_lock_at_the_target_is_waited_for() throws Exception {
        etl.route("p", "query=RAW(select id from t)&" + OPTIONS);
        try (Connection other = lock()) {
            CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(() -> etl.run("p"));
            awaitLock();
            assertThat(run).isNotDone();
            new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(run).isNotDone();
            other.rollback();

            assertThat(run.get(20, TimeUnit.SECONDS).outcome()).isEqualTo(RunOutcome.DRAINED);
        }
        assertThat(warnings.all()).noneMatch(line -> line.contains("cut"));
    }

    @Test
    void a_custom_commit_may_compute_and_may_wait_for_another_server(@SourceDb TestDatabase elsewhere)
            throws Exception {
        etl.bind("commit", (CommitFunction) input -> {
                    new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS);
                    try (Connection other = elsewhere.connect();
                            Statement statement = other.createStatement()) {
                        statement.execute("select pg_sleep(" + LONG.toSeconds() + ")");
                    }
                    try (Statement statement = input.connection().createStatement()) {
                        statement.execute("insert into t select id from "
                                + input.stagingTables().values().iterator().next());
                    }
                })
                .route("p", "query=RAW(select id from t)&commit=#commit&" + OPTIONS);

        assertRuns();
    }

    private void assertRuns() {
        assertThat(etl.run("p").outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(target.count("t")).isEqualTo(3);
        assertThat(warnings.all()).noneMatch(line -> line.contains("cut"));
    }

    @Test
    void a_stop_cancels_what_waits_for_a_lock_and_gives_the_lease_back() throws Exception {
        RecordedEvents events = new RecordedEvents();
        etl.bind("events", events)
                .route(
                        "p",
                        "query=RAW(select id from t)&leaseDuration=60000&"
                                + OPTIONS.replace("leaseDuration=1000&", ""));
        etl.camel().getShutdownStrategy().setTimeout(6);
        try (Connection other = lock()) {
            CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(() -> etl.run("p"));
            awaitLock();
            long began = System.nanoTime();
            etl.camel().stop();

            assertThat(run.get(1, TimeUnit.SECONDS).outcome()).isEqualTo(RunOutcome.STOPPED);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
            assertThat(target.<Boolean>value("select lease_owner is null from etl_pipeline"))
                    .isTrue();
            assertThat(target.<String>value("select outcome from etl_run")).isEqualTo("STOPPED");
            other.rollback();
        }
        assertThat(target.count("t")).isZero();
    }

    @Test
    void what_is_read_ahead_is_cancelled_when_its_run_ends(@SourceDb TestDatabase source) throws Exception {
        // Row by row, in the index's order: the first page does not come to the third row, the second never to its end.
        source.execute("alter database \"" + source.name() + "\" set enable_seqscan = off");
        target.execute("alter table t add check (id <> 1)");
        RecordedEvents events = new RecordedEvents();
        etl.bind("events", events)
                .route(
                        "p",
                        "query=RAW(select id from t where id < 3 or pg_sleep(60)::text = '')&pageSize=1&" + OPTIONS);

        assertThatThrownBy(() -> etl.run("p")).hasMessageContaining("t_id_check");

        assertThat(source.<Long>value("select count(*) from pg_stat_activity where query like '%pg_sleep%'"
                        + " and state = 'active' and pid <> pg_backend_pid() and datname = current_database()"))
                .isZero();
        assertThat(events.list()).extracting(EtlEvent::kind).containsExactly(EtlEvent.Kind.RUN_FAILED);
        assertThat(warnings.all()).isEmpty();
    }

    @Test
    void a_pages_session_is_found_by_its_name_and_lets_go_by_itself() throws Exception {
        etl.route("p", "query=RAW(select id from t)&leaseDuration=7000&" + OPTIONS.replace("leaseDuration=1000&", ""));
        target.execute(
                "create table seen (name text, value text)",
                """
                create function see() returns trigger language plpgsql as $$ begin
                    insert into seen select s.name, s.setting from pg_settings s where s.name in ('application_name',
                        'idle_in_transaction_session_timeout', 'client_connection_check_interval');
                    return null;
                end $$""",
                "create trigger see after insert on t for each statement execute function see()");

        etl.run("p");

        assertThat(target.query("select distinct name || '=' || value as it from seen order by 1"))
                .extracting(row -> row.get("it"))
                .containsExactly(
                        "application_name=camel-etl p",
                        "client_connection_check_interval=2333",
                        "idle_in_transaction_session_timeout=7000");
        assertThat(target.<Long>value("select count(*) from pg_stat_activity where application_name like 'camel-etl%'"))
                .as("after the transaction the session has its own name again")
                .isZero();
    }

    private Connection lock() throws SQLException {
        Connection other = target.connect();
        other.setAutoCommit(false);
        try (Statement statement = other.createStatement()) {
            statement.execute("lock table t in access exclusive mode");
        }
        return other;
    }

    private void awaitLock() {
        Awaitility.await()
                .until(() -> target.<Long>value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database()")
                        > 0);
    }
}
