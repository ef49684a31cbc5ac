package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlException;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.KillRound;
import io.cameletl.guarantees.support.Moments;
import io.cameletl.guarantees.support.Seeds;
import io.cameletl.guarantees.support.Step;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.Variant;
import io.cameletl.support.OneIn;
import io.cameletl.support.PostgresServer;
import io.cameletl.support.PostgresServers;
import io.cameletl.support.TestDatabase;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The target's server, or the source's, dies in each step of the page protocol, of a random page, in random
 * circumstances, by an immediate shutdown or a kill of its processes, and comes back; {@link Seeds}.
 */
@Tag("slow")
class StepServerKillTest {
    private static PostgresServer sourceServer;
    private static PostgresServer targetServer;
    private static TestDatabase source;
    private static TestDatabase target;
    private static Users users;

    private int survived;
    private volatile boolean down;
    private volatile CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);

    @BeforeAll
    static void start() {
        sourceServer = PostgresServers.startKillable();
        targetServer = PostgresServers.startKillable();
        source = TestDatabase.createOn(sourceServer);
        target = TestDatabase.createOn(targetServer);
        users = new Users(source, target);
    }

    @AfterAll
    static void stop() {
        source.close();
        target.close();
        sourceServer.close();
        targetServer.close();
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_target_server_killed_in_any_step_of_any_page_leaves_nothing_to_mend(Step step) {
        killAll(targetServer, step, "Target server");
    }

    @ParameterizedTest
    @OneIn(2)
    @EnumSource(names = {"WINDOW", "EXTRACT", "TRANSFORM", "STAGE", "FINISH"})
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_source_server_killed_in_any_step_of_any_page_leaves_nothing_to_mend(Step step) {
        killAll(sourceServer, step, "Source server");
    }

    private void killAll(PostgresServer server, Step step, String which) {
        Seeds.play(step, which, variant -> {
            try {
                kill(server, new KillRound(users, source, target, step, variant));
            } finally {
                revive(server);
            }
        });
        System.out.println(survived + " runs went on after it");
    }

    private void kill(PostgresServer server, KillRound round) throws Exception {
        for (int tries = 1; !kill(server, round, tries); tries++) {
            revive(server);
        }
    }

    /** @return whether the moment was reached */
    private boolean kill(PostgresServer server, KillRound round, int tries) throws Exception {
        Variant variant = round.variant;
        Moments moments = new Moments(round.step, round.prepare(), variant.unanswered, () -> die(server, variant));
        boolean goodMaySkip = variant.skip && server == targetServer;
        try (Etl etl = round.etl(moments, false)) {
            try {
                etl.run();
                survived++;
            } catch (EtlException e) {
                assertThat(e.pipeline()).isEqualTo(Users.PIPELINE);
            }
            if (variant.mayMiss() && tries < 10 && moments.reached() == null) {
                return false;
            }
            assertThat(moments.reached()).isNotNull();
            revive(server);
            round.settle(variant.sameProcess ? etl : null, goodMaySkip);
        }
        if (round.heal() && variant.fatalToReplay > 0) {
            try (Etl etl = round.etl(new Moments(null, variant.fatalToReplay, 0, () -> die(server, variant)), true)) {
                etl.replay();
            } catch (EtlException e) {
                assertThat(e.pipeline()).isEqualTo(Users.PIPELINE);
            }
            revive(server);
        }
        round.complete();
        return true;
    }

    /** On a thread of its own, for the run may interrupt the one that it dies on. */
    private void die(PostgresServer server, Variant variant) {
        CompletableFuture<Void> dead =
                CompletableFuture.runAsync(variant.byProcess ? server::killProcesses : server::killImmediately);
        restart = dead.thenRunAsync(() -> {
            if (variant.restart != Variant.Restart.AFTERWARDS) {
                server.restart();
            }
        });
        (variant.restart == Variant.Restart.AT_ONCE ? restart : dead).join();
        down = variant.restart == Variant.Restart.AFTERWARDS;
    }

    private void revive(PostgresServer server) {
        restart.join();
        if (down) {
            server.restart();
            down = false;
        }
    }
}
