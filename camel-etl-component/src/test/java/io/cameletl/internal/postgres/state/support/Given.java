package io.cameletl.internal.postgres.state.support;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import io.cameletl.TableCounts;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.Step;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** What the tests of the store have in common. */
public final class Given {
    public static final String PIPELINE = "orders";
    public static final Actor TESTER = new Actor("tester", Actor.Way.ROUTE);
    public static final Duration LEASE = Duration.ofMinutes(1);
    public static final Step STEP = new Step("LOAD", Duration.ofSeconds(2), 3, 400);
    public static final Duration LAG = Duration.ofMillis(5_250);
    public static final Window WINDOW =
            new Window(Instant.parse("2026-03-29T00:30:00.123456Z"), Instant.parse("2026-03-29T01:30:00Z"));

    private Given() {}

    public static JdbcPipelineStore store(TestDatabase db) {
        return new JdbcPipelineStore(db.dataSource(), null, true);
    }

    public static Claim.Granted granted(JdbcPipelineStore store, String owner) {
        return (Claim.Granted) store.claim(PIPELINE, owner, LEASE, false);
    }

    public static StoredCursor cursor(int id) {
        return new StoredCursor(
                "io.cameletl.TimestampCursor", "{\"at\":\"2026-03-29T01:00:00Z\",\"id\":\"" + id + "\"}");
    }

    public static CursorMove move(@Nullable String owner, long version, int id) {
        return new CursorMove(PIPELINE, owner, version, cursor(id), WINDOW);
    }

    public static SkippedPage skipped(@Nullable StoredCursor after, StoredCursor end) {
        return new SkippedPage(0, 1, after, end, WINDOW, 250, "no luck");
    }

    public static RejectedRecord rejected(String key) {
        return new RejectedRecord(0, "orders", key, "{\"id\":\"" + key + "\"}", "22P02", "no number");
    }

    /** A step of a replay, which removes entries of the ledgers; the cursor stays. */
    public static CursorMove removal(@Nullable String owner, long version, LedgerEntries entries) {
        return new CursorMove(PIPELINE, owner, version, null, WINDOW, Instant.EPOCH, entries);
    }

    public static RunReport run(long number, RunOutcome outcome, @Nullable String message) {
        return new RunReport(
                PIPELINE,
                number,
                outcome,
                Instant.parse("2026-03-29T01:31:00.654321Z"),
                Duration.ofMillis(1_234),
                3,
                2_500,
                2_500,
                Map.of("orders", new TableCounts(2_500, 2_000, 400, 60, 40)),
                LAG,
                message);
    }

    /** Lets the lease run out without waiting for it. */
    public static void expire(TestDatabase db) {
        db.execute("update etl_pipeline set lease_until = clock_timestamp() - interval '1 second'");
    }

    /** Sessions whose settings are the given ones from their start, for instance {@code -c role=reader}. */
    public static PGSimpleDataSource sessions(TestDatabase db, String options) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(db.url());
        dataSource.setUser(db.user());
        dataSource.setPassword(db.password());
        dataSource.setOptions(options);
        return dataSource;
    }

    /** Returns when a session of this database waits for another one's lock. */
    public static void awaitBlockedSession(TestDatabase db) {
        Awaitility.await()
                .until(() -> db.<Long>value("select count(*) from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'")
                        > 0);
    }
}
