package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Events;
import io.cameletl.guarantees.support.Worker;
import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A JVM is halted at a random statement of a comparison: the next one goes on, and counts each row once. */
@Tag("slow")
@WithPostgres
class VerifyKilledTest {
    private static final String OPTIONS = "query=RAW(select id, name, updated_at from users)&sourceDataSource=#source"
            + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&consistencyDelay=0&verifyRangeSize=10"
            + "&leaseDuration=60s";

    @Test
    void a_comparison_that_was_killed_goes_on_where_it_was(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        source.execute(
                """
                create table users (id uuid primary key, name text, updated_at timestamptz not null default now());
                insert into users (id, name) select md5(n::text)::uuid, n from generate_series(1, 95) n
                """);
        target.execute("create table users (id uuid primary key, name text, updated_at timestamptz not null)");
        Events dry = new Events();
        FaultyDataSource counted = new FaultyDataSource(target.dataSource());
        try (Etl etl = new Etl(source.dataSource(), counted, "users").route(OPTIONS)) {
            etl.drain();
            target.execute("delete from users where name in (select name from users order by id limit 3)");
            counted.arm(dry);
            assertThat(etl.verify()).returns(3L, VerificationReport::missing).returns(10, VerificationReport::ranges);
        }
        Seeded.by("etl.test.kills", "etl.test.seed", 3).play("Killed comparison", seed -> {
            Random random = Seeded.random(seed);
            target.execute("truncate etl_verification");
            try (WorkerJvm worker = WorkerJvm.start(source, target)) {
                worker.ready().send("halt " + (1 + random.nextInt(dry.count()))).send("verify users " + OPTIONS);
                assertThat(worker.exitCode()).isIn(List.of(Worker.HALTED));
            }
            target.execute(
                    "update etl_pipeline set lease_until = now() - interval '1 s' where lease_owner is not null");
            try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS)) {
                VerificationReport report = etl.verify();
                assertThat(report).returns(RunOutcome.VERIFIED, VerificationReport::outcome);
                assertThat(report.sourceRows()).isEqualTo(95);
                assertThat(report.targetRows()).isEqualTo(92);
                assertThat(report.missing()).isEqualTo(3);
                assertThat(report.ranges()).isEqualTo(10);
            }
        });
    }
}
