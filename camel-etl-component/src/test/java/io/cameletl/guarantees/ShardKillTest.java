package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlException;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.Worker;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.OneIn;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.Seeded;
import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TestDatabase;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes load the ranges of a first load, and one of them is halted, or the server dies, in each step of the protocol.
 * {@code -Detl.test.shards.rounds} says how often in each, {@code -Detl.test.shards.seed} gives a round again.
 */
@Tag("slow")
class ShardKillTest {
    private static PostgresServer server;
    private static TestDatabase source;
    private static TestDatabase target;
    private static Users users;

    private int died;
    private WorkerJvm starting;

    /** The steps of the protocol, by the statements that begin them. */
    enum Step {
        CLAIM("etl_pipeline as p (name, version"),
        DIVIDE("TABLESAMPLE"),
        PLAN("etl_shard (pipeline, number"),
        TAKE("free as materialized"),
        READ("deleted_at from users"),
        STAGE("COPY "),
        MERGE("\"accounts\" AS t"),
        MOVE("s.rows operator(pg_catalog.+) step.rows"),
        COMMIT("COMMIT"),
        GIVE_BACK("s.done or (step.done"),
        CONCLUDE("gone as ("),
        FINISH("etl_run (pipeline");

        final String text;

        Step(String text) {
            this.text = text;
        }
    }

    @BeforeAll
    static void start() {
        server = PostgresServers.startKillable();
        source = TestDatabase.createOn(server);
        target = TestDatabase.createOn(server);
        users = new Users(source, target);
    }

    @AfterAll
    static void stop() {
        source.close();
        target.close();
        server.close();
    }

    @BeforeEach
    void none() {
        died = 0;
    }

    /** What is left to chance in a round. */
    private record Chance(int pages, String options, When when, double place, boolean alone, boolean leads) {
        static Chance of(long seed) {
            Random random = Seeded.random(seed);
            int pages = 4 + random.nextInt(8);
            String options =
                    Users.OPTIONS + "&initialShards=" + (1 + random.nextInt(3)) + "&prefetch=" + random.nextInt(2)
                            + "&lanes=" + (1 + random.nextInt(2)) + (random.nextBoolean() ? "&staging=unlogged" : "");
            return new Chance(
                    pages,
                    options.replace("initialShards=1", "initialShards=2"),
                    random.nextBoolean() ? When.BEFORE : When.AFTER,
                    random.nextDouble(),
                    random.nextInt(4) == 0,
                    random.nextBoolean());
        }

        /** @return at which of so many to die, from 1 */
        int of(int count) {
            return 1 + (int) (place * count);
        }
    }

    @ParameterizedTest
    @OneIn(12)
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_node_halted_in_any_step_leaves_nothing_to_mend(Step step) {
        play("Node", step, chance -> {
            int fatal = chance.of(count(step, chance));
            users.reset(chance.pages());
            try (WorkerJvm worker = next()) {
                worker.ready().send("fall " + chance.when() + " " + fatal + " " + step.text);
                if (chance.leads()) {
                    worker.send("run " + Users.PIPELINE + " " + chance.options())
                            .send("end");
                    Awaitility.await().until(() -> !worker.isAlive() || runs() > 0);
                }
                CountDownLatch over = new CountDownLatch(chance.alone() ? 0 : 1);
                CompletableFuture<Void> other = CompletableFuture.runAsync(() -> runUntil(over, chance.options()));
                if (!chance.leads()) {
                    Awaitility.await().until(() -> chance.alone() || runs() > 0);
                    worker.send("run " + Users.PIPELINE + " " + chance.options())
                            .send("end");
                }
                int code = worker.exitCode();
                over.countDown();
                other.get(60, TimeUnit.SECONDS);
                assertThat(code).isIn(Worker.HALTED, Worker.ENDED);
                died += code == Worker.HALTED ? 1 : 0;
            }
            settle(chance);
        });
        starting.close();
    }

    @ParameterizedTest
    @OneIn(12)
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_server_killed_in_any_step_leaves_nothing_to_mend(Step step) {
        play("Server", step, chance -> {
            int fatal = chance.of(count(step, chance));
            users.reset(chance.pages());
            AtomicInteger left = new AtomicInteger(fatal);
            AtomicBoolean dead = new AtomicBoolean();
            StatementHook hook = (sql, when) -> {
                if (when == chance.when() && sql.contains(step.text) && left.decrementAndGet() == 0) {
                    dead.set(true);
                    server.killImmediately();
                }
            };
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
                if (!chance.alone()) {
                    run(chance.options(), (sql, when) -> {}, dead);
                }
            });
            run(chance.options(), hook, dead);
            other.get(60, TimeUnit.SECONDS);
            if (dead.get()) {
                died++;
                server.restart();
            }
            settle(chance);
        });
    }

    /** @return a JVM that has been starting for a while; the one after it begins to */
    private WorkerJvm next() {
        WorkerJvm ready = starting == null ? WorkerJvm.start(source, target) : starting;
        starting = WorkerJvm.start(source, target);
        return ready;
    }

    private interface Round {
        void with(Chance chance) throws Exception;
    }

    private void play(String what, Step step, Round round) {
        Seeded.by("etl.test.shards.rounds", "etl.test.shards.seed", 1)
                .play(what + " killed with ranges in " + step, seed -> {
                    Chance chance = Chance.of(seed);
                    try {
                        round.with(chance);
                    } catch (Exception | AssertionError e) {
                        throw new AssertionError(chance.toString(), e);
                    }
                });
        System.out.println(died + " died in " + step);
    }

    /** How often the step comes in a load that nothing disturbs. */
    private int count(Step step, Chance chance) {
        users.reset(chance.pages());
        AtomicInteger seen = new AtomicInteger();
        StatementHook hook = (sql, when) -> {
            if (when == chance.when() && sql.contains(step.text)) {
                seen.incrementAndGet();
            }
        };
        run(chance.options(), hook, new AtomicBoolean());
        users.assertArrivedOnce();
        assertThat(seen).as("statements of %s", step).hasPositiveValue();
        return seen.get();
    }

    private void settle(Chance chance) throws Exception {
        users.assertRowsAndRangesAgree();
        users.letLeaseRunOut();
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), Users.PIPELINE).route(chance.options())) {
            assertThat(etl.run()).returns(RunOutcome.DRAINED, RunReport::outcome);
            users.assertArrivedOnce();
            assertThat(target.count("etl_shard")).isZero();
            assertThat(target.count("etl_pipeline where lease_owner is null and from_at = before_at"))
                    .isEqualTo(1);
            users.change();
            assertThat(etl.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns(1L, RunReport::rows);
        }
        users.assertNoStagingLeft("u");
        users.assertNoStagingLeft("t");
    }

    /** @return how many runs there have been */
    private static long runs() {
        boolean begun = target.value("select to_regclass('etl_pipeline') is not null");
        return begun ? target.<Long>value("select coalesce(max(run_number), 0) from etl_pipeline") : 0;
    }

    /** The other node runs again and again, as by its schedule. Its first page waits until another run takes part, or none will. */
    private static void runUntil(CountDownLatch over, String options) {
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        to.arm((sql, when) -> {
            if (sql.contains(Step.STAGE.text)) {
                Awaitility.await().until(() -> over.getCount() == 0 || runs() > 1);
            }
        });
        try (Etl etl = new Etl(source.dataSource(), to, Users.PIPELINE).route(options)) {
            while (!over.await(50, TimeUnit.MILLISECONDS)) {
                etl.run();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails only if the server lives. */
    private static void run(String options, StatementHook hook, AtomicBoolean dead) {
        FaultyDataSource from = new FaultyDataSource(source.dataSource());
        FaultyDataSource to = new FaultyDataSource(target.dataSource());
        from.arm(hook);
        to.arm(hook);
        try (Etl etl = new Etl(from, to, Users.PIPELINE).route(options)) {
            etl.run();
        } catch (EtlException e) {
            if (!dead.get()) {
                throw e;
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
