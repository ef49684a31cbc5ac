package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Items;
import io.cameletl.guarantees.support.WiredNode;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.Wire;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connections die without a word at a moment of chance, while rows are loaded. {@code -Detl.test.silence.rounds} says how
 * often.
 */
@WithPostgres
@Tag("slow")
class SilentNetworkTest {
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Duration BOUND = LEASE.plusSeconds(30);
    private static final int ROWS = 1_500;
    private static final String OPTIONS = "&consistencyDelay=0&pageSize=50&backlogPageSize=0&leaseDuration="
            + LEASE.toMillis() + "&maximumRedeliveries=3&redeliveryDelay=100";

    private TestDatabase source;
    private TestDatabase target;
    private Items items;

    /** What falls silent. */
    enum Fault {
        SOURCE {
            @Override
            void strike(WiredNode node, int piece, Runnable then) {
                after(node.toSource(), piece % 60, () -> {
                    node.toSource().swallow();
                    then.run();
                });
            }
        },
        COMMIT_ANSWER {
            @Override
            void strike(WiredNode node, int piece, Runnable then) {
                AtomicInteger commits = new AtomicInteger(piece % 25 + 1);
                node.toTarget().onRequest(line -> {
                    if (line.request().contains("COMMIT") && commits.decrementAndGet() == 0) {
                        line.swallowAnswers();
                        then.run();
                    }
                });
            }
        },
        TARGET {
            @Override
            void strike(WiredNode node, int piece, Runnable then) {
                after(node.toTarget(), piece, () -> {
                    node.toTarget().swallow();
                    then.run();
                });
            }
        },
        NODE {
            @Override
            void strike(WiredNode node, int piece, Runnable then) {
                after(node.toTarget(), piece, () -> {
                    node.toTarget().swallowAll();
                    node.toSource().swallowAll();
                    then.run();
                });
            }
        };

        abstract void strike(WiredNode node, int piece, Runnable then);

        private static void after(Wire wire, int pieces, Runnable strike) {
            AtomicInteger left = new AtomicInteger(pieces + 1);
            wire.onRequest(line -> {
                if (left.decrementAndGet() == 0) {
                    strike.run();
                }
            });
        }
    }

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        items = new Items(source, target, Duration.ZERO);
    }

    @ParameterizedTest
    @OneIn(2)
    @CsvSource({
        "SOURCE, 1",
        "SOURCE, 2",
        "COMMIT_ANSWER, 1",
        "COMMIT_ANSWER, 2",
        "TARGET, 1",
        "TARGET, 2",
        "NODE, 1",
        "NODE, 2"
    })
    void rows_arrive_and_nobody_waits_for_ever_when(Fault fault, int nodes) {
        AtomicInteger longest = new AtomicInteger();
        Seeded.by("etl.test.silence.rounds", "etl.test.silence.seed", 1)
                .play(fault + " silent, " + nodes + " nodes", seed -> play(fault, nodes, seed, longest));
        System.out.println(fault + " silent, " + nodes + " nodes: the longest standstill was " + longest + " ms");
    }

    /** The watch asks by a connection of its own. Without encryption nothing ends a login that got no answer. */
    @Test
    void the_node_goes_on_though_the_login_that_asked_after_the_server_hangs_for_good() throws Exception {
        items.reset();
        source.execute("insert into items (id, value) select n, n from generate_series(1, " + ROWS + ") n");
        AtomicInteger struck = new AtomicInteger();
        try (WiredNode node = new WiredNode(source, target, OPTIONS, "?sslmode=disable")) {
            Fault.NODE.strike(node, 90, struck::incrementAndGet);
            node.start();
            Awaitility.await().until(SilentNetworkTest::aLoginOfTheWatchHangs);
            node.toSource().mend();
            node.toTarget().mend();

            awaitRows();
            assertThat(items.differences()).isEmpty();
            assertThat(node.end(BOUND.toSeconds())).isTrue();
        }
        assertThat(struck).hasPositiveValue();
    }

    private static boolean aLoginOfTheWatchHangs() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getName().equals("etl-look")
                        && Stream.of(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("doAuthentication")));
    }

    private void play(Fault fault, int nodes, long seed, AtomicInteger longest) throws Exception {
        Random random = Seeded.random(seed);
        items.reset();
        source.execute("insert into items (id, value) select n, n from generate_series(1, " + ROWS + ") n");
        List<WiredNode> all = new ArrayList<>();
        AtomicInteger struck = new AtomicInteger();
        try {
            WiredNode first = new WiredNode(source, target, OPTIONS);
            all.add(first);
            fault.strike(first, random.nextInt(120), struck::incrementAndGet);
            first.start();
            if (nodes == 2) {
                Awaitility.await()
                        .until(() -> target.<Boolean>value("select to_regclass('etl_pipeline') is not null")
                                && target.count("etl_pipeline where lease_owner is not null") > 0);
                all.add(new WiredNode(source, target, OPTIONS).start());
            }
            if (fault == Fault.NODE && nodes == 1) {
                mendLater(first, struck);
            }
            longest.accumulateAndGet((int) awaitRows(), Math::max);
            assertThat(items.differences()).isEmpty();
            assertThat(struck).as("what was to fall silent did").hasPositiveValue();
            assertThat(idleInTransaction()).isEmpty();
            if (fault == Fault.NODE) {
                first.toSource().mend();
                first.toTarget().mend();
            }
            for (WiredNode node : all) {
                assertThat(node.end(BOUND.toSeconds()))
                        .as("a node's run comes to an end")
                        .isTrue();
            }
        } finally {
            for (WiredNode node : all) {
                node.close();
            }
        }
    }

    private static void mendLater(WiredNode node, AtomicInteger struck) {
        Thread mending = new Thread(() -> {
            while (struck.get() == 0) {
                LockSupport.parkNanos(10_000_000);
            }
            LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
            node.toSource().mend();
            node.toTarget().mend();
        });
        mending.setDaemon(true);
        mending.start();
    }

    /** @return the longest time in milliseconds in which no row came */
    private long awaitRows() {
        long longest = 0;
        long since = System.nanoTime();
        long rows = 0;
        while (rows < ROWS) {
            LockSupport.parkNanos(20_000_000);
            long now = target.count("items");
            longest = Math.max(
                    longest, Duration.ofNanos(System.nanoTime() - since).toMillis());
            if (now != rows) {
                since = System.nanoTime();
                rows = now;
            }
            assertThat(longest).as("milliseconds without a row, after %s", rows).isLessThan(BOUND.toMillis());
        }
        return longest;
    }

    private List<?> idleInTransaction() {
        return target.query("select pid, query from pg_stat_activity where datname = current_database()"
                + " and state like 'idle in transaction%' and state_change < clock_timestamp() - interval '10 s'");
    }
}
