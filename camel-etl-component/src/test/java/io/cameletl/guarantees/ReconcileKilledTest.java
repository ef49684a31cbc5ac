package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ReconciliationReport;
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
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pass that repairs is killed at any statement on the target; the next goes on there, and repairs each row once. */
@Tag("slow")
@WithPostgres
class ReconcileKilledTest {
    private static final String OPTIONS = "query=RAW(select id, name, updated_at from users)&sourceDataSource=#source"
            + "&dataSource=#target&tables=users&cursorColumns=updated_at,id&consistencyDelay=0&verifyRangeSize=10"
            + "&pageSize=4&maxSurplus=12&leaseDuration=60s";

    @Test
    void each_row_is_repaired_once(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute("create table users (id uuid primary key, name text, updated_at timestamptz not null)");
        target.execute(
                """
                create table users (id uuid primary key, name text, updated_at timestamptz not null);
                create table written (what text);
                create function audit() returns trigger language plpgsql as $$
                begin
                    insert into written values (tg_op || ' ' || coalesce(new.name, old.name));
                    return null;
                end $$
                """);
        Events dry = new Events();
        FaultyDataSource counted = new FaultyDataSource(target.dataSource());
        spoil(source, target);
        try (Etl etl = new Etl(source.dataSource(), counted, "users").route(OPTIONS)) {
            counted.arm(dry);
            assertThat(etl.reconcile().found())
                    .returns(25L, VerificationReport::missing)
                    .returns(20L, VerificationReport::different)
                    .returns(12L, VerificationReport::surplus);
        }
        Seeded.by("etl.test.kills", "etl.test.seed", 3).play("Killed reconciliation", seed -> {
            Random random = Seeded.random(seed);
            spoil(source, target);
            try (WorkerJvm worker = WorkerJvm.start(source, target)) {
                worker.ready().send("halt " + (1 + random.nextInt(dry.count()))).send("reconcile users " + OPTIONS);
                assertThat(worker.exitCode()).isEqualTo(Worker.HALTED);
            }
            target.execute(
                    "update etl_pipeline set lease_until = now() - interval '1 s' where lease_owner is not null");
            try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS)) {
                ReconciliationReport report = etl.reconcile();
                assertThat(report.outcome()).isEqualTo(RunOutcome.RECONCILED);
                assertThat(etl.verify()).returns(0L, VerificationReport::differences);
                assertThat(target.count("users")).isEqualTo(95);
                assertThat(target.count("written")).isEqualTo(57);
                assertThat(target.<Long>value("select count(distinct what) from written"))
                        .isEqualTo(57);
            }
        });
    }

    /** 25 rows are missing, 20 differ, 12 are surplus. */
    private static void spoil(TestDatabase source, TestDatabase target) throws Exception {
        source.execute(
                "truncate users",
                "insert into users select md5(n::text)::uuid, n, now() - interval '1 min' from generate_series(1, 107) n");
        target.execute(
                "drop trigger if exists audited on users",
                "drop table if exists etl_pipeline, etl_verification, etl_run, etl_shard",
                "truncate users");
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS)) {
            etl.drain();
        }
        source.execute("delete from users where name::int > 95");
        target.execute(
                "delete from users where name::int <= 25",
                "update users set name = 'x' || name where name::int between 31 and 50",
                "truncate written",
                "create trigger audited after insert or update or delete on users for each row execute function audit()");
    }
}
