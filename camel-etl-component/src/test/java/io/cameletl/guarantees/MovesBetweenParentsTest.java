package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.guarantees.support.Events;
import io.cameletl.guarantees.support.Families;
import io.cameletl.guarantees.support.Worker;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.OneIn;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Children move between parents, parents come and go, change times are in any order, pages are as small as one row,
 * connections are cut at any statement, and JVMs and the server are killed at any: in the end both sides are equal, and
 * nothing waits or is stuck.
 */
@Tag("slow")
@WithPostgres
class MovesBetweenParentsTest {
    private static final int[] PAGE_SIZES = {1, 2, 3, 5, 17, 100, 1000};
    private static final int STEPS = 12;
    private static final int KILLS = Integer.getInteger("etl.test.history.kills", 1);
    private static final Map<String, Object> STATUS = Map.of("CamelEtlOperation", "status");

    @Test
    void both_sides_are_equal_after_any_history(TestDatabase any) throws Exception {
        Seeded.by("etl.test.histories", "etl.test.history.seed", 3)
                .play("history", seed -> play(any.server(), seed, MovesBetweenParentsTest::haltedOrCut));
    }

    @Test
    void both_sides_are_equal_though_the_server_is_killed() {
        try (PostgresServer server = PostgresServers.startKillable()) {
            Seeded.by("etl.test.histories", "etl.test.history.seed", 1)
                    .play("history of a server", seed -> play(server, seed, MovesBetweenParentsTest::killed));
        }
    }

    /** What may become of a run. */
    private interface Harm {
        void during(History history) throws Exception;
    }

    private record History(
            EtlContext etl,
            FaultyDataSource faulty,
            TestDatabase source,
            TestDatabase target,
            String options,
            Random random,
            AtomicInteger kills) {}

    private static void play(PostgresServer server, long seed, Harm harm) throws Exception {
        Random random = Seeded.random(seed);
        String options = options(random);
        try (TestDatabase source = TestDatabase.createOn(server);
                TestDatabase target = TestDatabase.createOn(server)) {
            Families.create(source);
            Families.create(target);
            FaultyDataSource faulty = new FaultyDataSource(target.dataSource());
            try (EtlContext etl =
                    new EtlContext(source, target).bind("target", faulty).bind("byTable", Families.byTable())) {
                etl.route("families", options);
                Families families = new Families(random, source);
                History history = new History(etl, faulty, source, target, options, random, new AtomicInteger(KILLS));
                for (int step = 0; step < STEPS; step++) {
                    for (int changes = random.nextInt(5); changes > 0; changes--) {
                        families.change();
                    }
                    harm.during(history);
                }
                faulty.disarm();
                runs(etl);
                assertEqual(source, target, etl);
            }
        }
    }

    /** A run whose JVM is halted at some moment, or one whose connection to the target is cut at some statement, or not. */
    private static void haltedOrCut(History history) throws Exception {
        if (history.random.nextInt(STEPS / 2) == 0 && history.kills.getAndDecrement() > 0) {
            try (WorkerJvm worker = WorkerJvm.start(history.source, history.target)) {
                worker.ready()
                        .send("die ANY " + (1 + history.random.nextInt(150)) + " 0")
                        .send("run families " + ofWorker(history.options))
                        .send("end");
                assertThat(worker.exitCode()).isIn(Worker.HALTED, Worker.ENDED);
                assertThat(worker.heard()).noneMatch(said -> said.contains("FailedToCreate"));
            }
            return;
        }
        runInterrupted(history.etl, history.faulty, history.random);
    }

    /** The worker's route has this option by itself. */
    private static String ofWorker(String options) {
        return options.replace("&allowOperationHeader=true", "");
    }

    /** A run whose server is killed at some statement, or not. */
    private static void killed(History history) {
        Random random = history.random;
        boolean kill = random.nextInt(STEPS / 2) == 0 && history.kills.getAndDecrement() > 0;
        if (!kill) {
            runInterrupted(history.etl, history.faulty, random);
            return;
        }
        PostgresServer server = history.target.server();
        history.faulty.arm(new Events(1 + random.nextInt(120), server::killImmediately));
        try {
            history.etl.run("families");
        } catch (EtlException e) {
            if (!e.isTransient()) {
                throw e;
            }
        } finally {
            history.faulty.disarm();
            server.restart();
        }
    }

    @ParameterizedTest
    @OneIn(4)
    @ValueSource(strings = {"COMMIT 1", "COMMIT 2", "COMMIT 3", "ANSWER 1"})
    void a_jvm_halted_at_the_commit_of_a_page_whose_record_waits_leaves_it_once(
            String moment, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        Families.create(source);
        Families.create(target);
        source.execute(
                "insert into region values (1, null, 'late', now() - interval '1 minute')",
                "insert into customer values (2, 1, 'waits', now() - interval '3 minutes')",
                "insert into orders values (3, 2, 'waits too', now() - interval '2 minutes')");
        String options = "query=RAW(" + Families.QUERY + ")&sourceDataSource=#source&dataSource=#target"
                + "&cursorColumns=updated_at,kind,id&transform=#byTable&tables=region,customer,orders"
                + "&deletedColumn=deleted_at&consistencyDelay=0&leaseDuration=1s&pageSize=1&allowOperationHeader=true";
        try (WorkerJvm worker = WorkerJvm.start(source, target)) {
            worker.ready().send("die " + moment + " 0").send("run families " + ofWorker(options));
            assertThat(worker.exitCode()).isEqualTo(Worker.HALTED);
        }
        try (EtlContext etl = new EtlContext(source, target).bind("byTable", Families.byTable())) {
            etl.route("families", options);
            runs(etl);
            assertEqual(source, target, etl);
        }
    }

    private static String options(Random random) {
        return "query=RAW(" + Families.QUERY + ")&sourceDataSource=#source&dataSource=#target"
                + "&cursorColumns=updated_at,kind,id&transform=#byTable&tables=region,customer,orders"
                + "&deletedColumn=deleted_at&consistencyDelay=0&redeliveryDelay=1&maximumRedeliveryDelay=1&leaseDuration=1s"
                + "&allowOperationHeader=true"
                + "&pageSize=" + PAGE_SIZES[random.nextInt(PAGE_SIZES.length)]
                + "&prefetch=" + random.nextInt(3)
                + "&maxPagesPerRun=" + (random.nextBoolean() ? 0 : 1 + random.nextInt(5))
                + "&maximumRedeliveries=" + random.nextInt(2)
                + "&staging=" + (random.nextBoolean() ? "temp" : "unlogged")
                + (random.nextBoolean() ? "&versionColumn=updated_at" : "")
                + (random.nextInt(3) == 0 ? "&onBadRecord=reject" : "");
    }

    /** A run whose connection to the target is cut at some statement, or not. */
    private static void runInterrupted(EtlContext etl, FaultyDataSource faulty, Random random) {
        if (random.nextInt(3) > 0) {
            faulty.arm(FaultyDataSource.failOnce(
                    1 + random.nextInt(120), random.nextBoolean() ? When.BEFORE : When.AFTER, "08006"));
        }
        try {
            etl.run("families");
        } catch (EtlException e) {
            if (!e.isTransient()) {
                throw e;
            }
        }
        faulty.disarm();
    }

    /** The source is quiet: no run may fail, and at last there is nothing to do. */
    private static void runs(EtlContext etl) {
        AtomicInteger idle = new AtomicInteger();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            RunReport run = etl.run("families");
            // A lease whose holder's connection was cut when giving it back runs out by itself.
            boolean did = run.outcome() == RunOutcome.BUSY || run.rows() > 0;
            return idle.updateAndGet(count -> did ? 0 : count + 1) == 2;
        });
    }

    private static void assertEqual(TestDatabase source, TestDatabase target, EtlContext etl) {
        PipelineStatus status = etl.send("families", null, STATUS, PipelineStatus.class);
        assertThat(status.postponedRecords()).as("postponed").isZero();
        assertThat(status.rejectedRecords()).as("rejected").isZero();
        for (String table : Families.TABLES) {
            assertThat(Families.rows(target, table)).as(table).isEqualTo(Families.rows(source, table));
        }
    }
}
