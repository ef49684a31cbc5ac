package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.CommitFunction;
import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server crashes between the staging of a page and a commit of one's own, and unlogged staging is empty. */
@Tag("slow")
@WithPostgres
@Timeout(120)
class EmptiedStagingTest {
    private static final String MERGE = "insert into items select id, updated_at from ${staging.items}";
    private static final int PAGES = 3;
    private static final int PAGE = 10;

    private static PostgresServer server;

    private final List<Long> committed = new ArrayList<>();
    private final CommitFunction commit = input -> {
        try (Statement statement = input.connection().createStatement()) {
            committed.add(statement.executeLargeUpdate(
                    "insert into items select id, updated_at from " + input.stagingTable("items")));
        }
    };
    private final AtomicBoolean emptied = new AtomicBoolean();
    private TestDatabase source;
    private TestDatabase target;

    @BeforeAll
    static void start() {
        server = PostgresServers.startKillable();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void tables(@SourceDb TestDatabase from) {
        source = from;
        target = TestDatabase.createOn(server);
        source.execute(
                "create table items (id bigint primary key, updated_at timestamptz not null)",
                "insert into items select i, '2026-01-01T00:00:00Z' from generate_series(1, " + PAGES * PAGE + ") i");
        target.execute("create table items (id bigint primary key, updated_at timestamptz not null)");
    }

    @AfterEach
    void close() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit=#commit", "commitSql=RAW(" + MERGE + ")"})
    void the_page_is_staged_and_committed_again_in_the_same_run(String option) throws Exception {
        FaultyDataSource crashing = new FaultyDataSource(target.dataSource());
        crashing.arm(afterStaging(2, this::crash));

        RunReport report = run(crashing, option + "&maximumRedeliveries=5&redeliveryDelay=10");

        assertThat(emptied).isTrue();
        assertThat(report).returns(RunOutcome.DRAINED, RunReport::outcome).returns(PAGES, RunReport::pages);
        assertArrived();
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit=#commit", "commitSql=RAW(" + MERGE + ")"})
    void without_retries_the_next_run_does_it(String option) throws Exception {
        FaultyDataSource crashing = new FaultyDataSource(target.dataSource());
        crashing.arm(afterStaging(2, this::crash));

        assertThatThrownBy(() -> run(crashing, option + "&maximumRedeliveries=0"))
                .isInstanceOf(EtlException.class);
        assertThat(emptied).isTrue();
        assertThat(target.count("items")).as("the page before").isEqualTo(PAGE);

        target.execute("update etl_pipeline set lease_until = clock_timestamp()");
        assertThat(run(crashing, option).pages()).isEqualTo(PAGES - 1);
        assertArrived();
    }

    /** A pooler between the two may keep our connection while it takes another one to the server that came back. */
    @ParameterizedTest
    @ValueSource(strings = {"commit=#commit", "commitSql=RAW(" + MERGE + ")"})
    void a_connection_that_outlives_the_crash_does_not_hide_it(String option) throws Exception {
        FaultyDataSource pooled = new FaultyDataSource(target.dataSource());
        pooled.arm(afterStaging(2, () -> {
            target.execute("truncate " + staging());
            emptied.set(true);
        }));

        RunReport report = run(pooled, option + "&maximumRedeliveries=1&redeliveryDelay=10");

        assertThat(emptied).isTrue();
        assertThat(report).returns(RunOutcome.DRAINED, RunReport::outcome).returns(PAGES, RunReport::pages);
        assertArrived();
    }

    private void crash() {
        // What was committed without waiting for the disk is on it now: the crash takes the staged rows alone.
        target.execute("checkpoint");
        String staging = staging();
        assertThat(target.count(staging)).isEqualTo(PAGE);
        server.killImmediately();
        server.restart();
        assertThat(target.count(staging)).isZero();
        emptied.set(true);
    }

    private String staging() {
        return target.value("select oid::regclass::text from pg_class where relkind = 'r' and relpersistence = 'u'");
    }

    /** Each page has two commits: its staging's, and its own. */
    private static StatementHook afterStaging(int page, Runnable crash) {
        AtomicInteger staged = new AtomicInteger();
        AtomicBoolean copied = new AtomicBoolean();
        return (sql, when) -> {
            if (when == StatementHook.When.AFTER && sql.startsWith("COPY")) {
                copied.set(true);
            } else if (when == StatementHook.When.AFTER && sql.equals("COMMIT") && copied.getAndSet(false)) {
                if (staged.incrementAndGet() == page) {
                    crash.run();
                }
            }
        };
    }

    private RunReport run(FaultyDataSource database, String options) throws Exception {
        try (Etl etl = new Etl(source.dataSource(), database, "items").bind("commit", commit)) {
            return etl.route("query=RAW(select id, updated_at from items)&sourceDataSource=#source"
                            + "&cursorColumns=updated_at,id&dataSource=#target&tables=items&consistencyDelay=0"
                            + "&staging=unlogged&pageSize=" + PAGE + "&" + options)
                    .run();
        }
    }

    private void assertArrived() {
        assertThat(target.query("select * from items order by id"))
                .isEqualTo(source.query("select * from items order by id"));
        // By the bean's count: whole pages only, each once.
        assertThat(committed).isIn(List.of(), List.of((long) PAGE, (long) PAGE, (long) PAGE));
        assertThat(target.<Long>value("select count(*) from pg_class where relpersistence = 'u' and relkind = 'r'"))
                .as("left-over staging")
                .isZero();
    }
}
