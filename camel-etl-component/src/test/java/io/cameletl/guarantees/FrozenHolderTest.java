package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM is stopped in the middle of its second page, until long after its lease has run out, and then woken. */
@Tag("slow")
@WithPostgres
class FrozenHolderTest {
    private static final int PAGES = 3;
    private static final String OPTIONS = Users.OPTIONS + "&leaseDuration=3000";
    private static final String MOVE = "lease_owner = step.owner";

    private TestDatabase target;
    private Users users;
    private WorkerJvm holder;
    private Etl other;

    @BeforeEach
    void holder(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        users = new Users(source, target);
        users.reset(PAGES);
        holder = WorkerJvm.start(source, target).ready();
        other = new Etl(source.dataSource(), target.dataSource(), Users.PIPELINE).route(Users.OPTIONS);
    }

    @AfterEach
    void close() {
        holder.close();
        other.close();
    }

    @Test
    void cannot_commit_when_another_took_over_and_finished() throws Exception {
        freezeAt("BEFORE 3 COPY");
        assertThat(other.run()).returns(RunOutcome.DRAINED, RunReport::outcome).returns(PAGES - 1, RunReport::pages);

        wake();

        assertFailed();
        users.assertArrivedOnce();
    }

    @Test
    void cannot_commit_what_it_had_merged_when_another_took_over() throws Exception {
        freezeAt("BEFORE 2 " + MOVE);
        CompletableFuture<RunReport> takeover = CompletableFuture.supplyAsync(other::run);
        awaitOneThatWaitsForALock();

        wake();

        assertFailed();
        assertThat(takeover.get(1, TimeUnit.MINUTES)).returns(RunOutcome.DRAINED, RunReport::outcome);
        users.assertArrivedOnce();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE 3 COPY", "BEFORE 2 " + MOVE})
    void cannot_commit_either_when_nobody_took_over(String point) throws Exception {
        freezeAt(point);

        wake();

        assertFailed();
        assertThat(other.run()).returns(RunOutcome.DRAINED, RunReport::outcome).returns(PAGES - 1, RunReport::pages);
        users.assertArrivedOnce();
    }

    /** Here the cursor's row is locked: nobody can take over before the woken holder has committed. */
    @Test
    void may_commit_a_page_whose_cursor_it_had_moved_for_the_next_holder_goes_on_after_it() throws Exception {
        freezeAt("AFTER 2 " + MOVE);
        CompletableFuture<RunReport> takeover = CompletableFuture.supplyAsync(other::run);
        awaitOneThatWaitsForALock();

        wake();

        assertFailed();
        assertThat(takeover.get(1, TimeUnit.MINUTES))
                .returns(RunOutcome.DRAINED, RunReport::outcome)
                .returns(PAGES - 2, RunReport::pages);
        users.assertArrivedOnce();
    }

    private void freezeAt(String point) throws Exception {
        holder.send("hold " + point).send("run " + Users.PIPELINE + " " + OPTIONS);
        assertThat(holder.answer()).isEqualTo("HELD");
        Awaitility.await("the first page is committed, though the second may be loaded beside it")
                .until(() -> target.count("etl_pipeline where cursor is not null") == 1);
        holder.freeze();
        Awaitility.await("the lease runs out")
                .atMost(Duration.ofSeconds(30))
                .until(() -> target.count("etl_pipeline where lease_until <= clock_timestamp()") == 1);
    }

    private void wake() throws Exception {
        holder.send("go on");
        holder.thaw();
    }

    /** By the lease that it has lost, or by the transaction that the server has ended meanwhile for being idle. */
    private void assertFailed() throws Exception {
        assertThat(holder.answer())
                .containsPattern("^FAILED io.cameletl.(StaleLeaseException|EtlException: .*: 25P03 )");
    }

    private void awaitOneThatWaitsForALock() {
        Awaitility.await("a takeover that waits for a lock")
                .atMost(Duration.ofSeconds(30))
                .until(() -> target.count("pg_locks where not granted and pid in (select pid from pg_stat_activity"
                                + " where datname = current_database())")
                        > 0);
    }
}
