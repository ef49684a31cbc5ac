package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.guarantees.support.Families;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.Seeded;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Children move between parents, parents come and go, change times are in any order, pages are as small as one row, and
 * connections are cut at any statement: in the end both sides are equal, and nothing waits or is stuck.
 */
@Tag("slow")
@WithPostgres
class MovesBetweenParentsTest {
    private static final int[] PAGE_SIZES = {1, 2, 3, 5, 17, 100, 1000};
    private static final Map<String, Object> STATUS = Map.of("CamelEtlOperation", "status");

    @Test
    void both_sides_are_equal_after_any_history(TestDatabase any) throws Exception {
        Seeded.by("etl.test.histories", "etl.test.history.seed", 5).play("history", seed -> play(any.server(), seed));
    }

    private static void play(PostgresServer server, long seed) throws Exception {
        Random random = Seeded.random(seed);
        try (TestDatabase source = TestDatabase.createOn(server);
                TestDatabase target = TestDatabase.createOn(server)) {
            Families.create(source);
            Families.create(target);
            FaultyDataSource faulty = new FaultyDataSource(target.dataSource());
            try (EtlContext etl =
                    new EtlContext(source, target).bind("target", faulty).bind("byTable", Families.byTable())) {
                etl.route("families", options(random));
                Families families = new Families(random, source);
                for (int step = 0; step < 12; step++) {
                    for (int changes = random.nextInt(5); changes > 0; changes--) {
                        families.change();
                    }
                    runInterrupted(etl, faulty, random);
                }
                faulty.disarm();
                runs(etl);
                assertEqual(source, target, etl);
            }
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
