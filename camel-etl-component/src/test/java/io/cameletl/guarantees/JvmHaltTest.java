package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Events;
import io.cameletl.guarantees.support.KillRounds;
import io.cameletl.guarantees.support.Users;
import io.cameletl.guarantees.support.Worker;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM is halted at the events of a run, and another one brings the run to its end. {@link KillRounds} says how many. */
@Tag("slow")
@WithPostgres
class JvmHaltTest {
    private TestDatabase source;
    private TestDatabase target;
    private Users users;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        users = new Users(source, target);
    }

    @ParameterizedTest
    @OneIn(2)
    @EnumSource(KillRounds.class)
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_jvm_halted_at_any_step_loses_nothing_and_repeats_nothing(KillRounds rounds) throws Exception {
        String options = Users.OPTIONS + "&staging=" + rounds.staging();
        users.reset(rounds.pages());
        Events dry = new Events();
        FaultyDataSource counted = new FaultyDataSource(target.dataSource());
        counted.arm(dry);
        try (Etl etl = new Etl(source.dataSource(), counted, Users.PIPELINE)) {
            assertThat(etl.route(options).run()).returns(RunOutcome.DRAINED, RunReport::outcome);
        }

        WorkerJvm next = WorkerJvm.start(source, target);
        for (int event : rounds.of(dry.count())) {
            try (WorkerJvm worker = next) {
                users.reset(rounds.pages());
                worker.ready().send("halt " + event).send("run " + Users.PIPELINE + " " + options);
                next = WorkerJvm.start(source, target);
                assertThat(worker.exitCode()).as("halted at event %s", event).isEqualTo(Worker.HALTED);
            }
            users.assertRowsAndCursorAgree();
            users.letLeaseRunOut();
            assertThat(run(options)).as("event %s", event).returns(RunOutcome.DRAINED, RunReport::outcome);
            users.assertArrivedOnce();
            users.change();
            assertThat(run(options).rows()).isEqualTo(1);
            users.assertNoStagingLeft("u");
            users.assertNoStagingLeft("t");
        }
        next.close();
        System.out.println(
                "A JVM was halted at " + rounds.of(dry.count()).size() + " of " + dry.count() + " events, " + rounds);
    }

    @Test
    void the_next_run_starts_as_soon_as_the_lease_of_a_halted_jvm_has_run_out() throws Exception {
        users.reset(2);
        String options = Users.OPTIONS;
        try (WorkerJvm worker = WorkerJvm.start(source, target)) {
            worker.ready().send("hold BEFORE 1 COPY").send("run " + Users.PIPELINE + " " + options);
            assertThat(worker.answer()).isEqualTo("HELD");
        }

        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), Users.PIPELINE).route(options)) {
            users.assertRowsAndCursorAgree();
            assertThat(etl.run().outcome()).isEqualTo(RunOutcome.BUSY);
            users.letLeaseRunOut();
            assertThat(etl.run().outcome()).isEqualTo(RunOutcome.DRAINED);
        }
        users.assertArrivedOnce();
    }

    private RunReport run(String options) throws Exception {
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), Users.PIPELINE)) {
            return etl.route(options).run();
        }
    }
}
