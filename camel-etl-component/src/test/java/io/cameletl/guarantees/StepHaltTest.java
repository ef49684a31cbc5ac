package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.KillRound;
import io.cameletl.guarantees.support.Seeds;
import io.cameletl.guarantees.support.Step;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.Variant;
import io.cameletl.guarantees.support.Worker;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM is halted in each step of the page protocol, of a random page, in random circumstances; {@link Seeds}. */
@Tag("slow")
@WithPostgres
class StepHaltTest {
    private TestDatabase source;
    private TestDatabase target;
    private Users users;
    private WorkerJvm next;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        users = new Users(source, target);
        next = WorkerJvm.start(source, target);
    }

    @AfterEach
    void close() {
        next.close();
    }

    @ParameterizedTest
    @OneIn(4)
    @EnumSource
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_jvm_halted_in_any_step_of_any_page_leaves_nothing_to_mend(Step step) {
        Seeds.play(step, "JVM", variant -> kill(new KillRound(users, source, target, step, variant)));
    }

    private void kill(KillRound round) throws Exception {
        Variant variant = round.variant;
        int exitCode = Worker.ENDED;
        for (int tries = 0; exitCode == Worker.ENDED && tries < (variant.mayMiss() ? 10 : 1); tries++) {
            String death = "die " + round.step + " " + round.prepare() + " " + variant.unanswered;
            exitCode = exitCode(death, "run", round.options(false));
        }
        assertThat(exitCode).isEqualTo(Worker.HALTED);
        round.settle(null, false);
        if (round.heal() && variant.fatalToReplay > 0) {
            assertThat(exitCode("die ANY " + variant.fatalToReplay + " 0", "replay", round.options(true)))
                    .isIn(Worker.HALTED, Worker.ENDED);
        }
        round.complete();
    }

    private int exitCode(String death, String operation, String options) throws Exception {
        try (WorkerJvm worker = next) {
            worker.ready()
                    .send(death)
                    .send(operation + " " + Users.PIPELINE + " " + options)
                    .send("end");
            next = WorkerJvm.start(source, target);
            return worker.exitCode();
        }
    }
}
