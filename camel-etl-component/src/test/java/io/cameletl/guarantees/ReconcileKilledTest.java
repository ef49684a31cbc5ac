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

    private static final String FULL = "query=RAW(select id, name from users)&sourceDataSource=#source"
            + "&dataSource=#target&tables=users&keyColumns=id&mode=full&consistencyDelay=0&verifyRangeSize=10"
            + "&pageSize=4&maxSurplus=12&leaseDuration=60s";

    @Test
    void each_row_is_repaired_once(@SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        each_row_is_repaired_once(source, target, OPTIONS, "reconcile");
    }

    @Test
    void each_row_is_repaired_once_by_full_runs(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        each_row_is_repaired_once(source, target, FULL, "run");
    }

    @Test
    void each_row_is_repaired_once_by_full_passes_besides_increments(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        each_row_is_repaired_once(source, target, OPTIONS + "&fullPassEvery=1", "run");
    }

    private static void each_row_is_repaired_once(
            TestDatabase source, TestDatabase target, String options, String operation) throws Exception {
        source.execute("create table users (id uuid primary key, name text, updated_at timestamptz not null)");
        target.execute(
                """
                create table users (id uuid primary key, name text, updated_at timestamptz);
                create table written (what text);
                create function audit() returns trigger language plpgsql as $$
                begin
                    insert into written values (tg_op || ' ' || coalesce(new.name, old.name));
                    return null;
                end $$
                """);
        Events dry = new Events();
        FaultyDataSource counted = new FaultyDataSource(target.dataSource());
        spoil(source, target, options);
        try (Etl etl = new Etl(source.dataSource(), counted, "users").route(options)) {
            counted.arm(dry);
            repair(etl, operation);
            counted.arm((sql, when) -> {});
            assertRepaired(etl, target);
        }
        Seeded.by("etl.test.kills", "etl.test.seed", 2).play("Killed " + operation, seed -> {
            Random random = Seeded.random(seed);
            spoil(source, target, options);
            try (WorkerJvm worker = WorkerJvm.start(source, target)) {
                worker.ready().send("halt " + (1 + random.nextInt(dry.count()))).send(operation + " users " + options);
                assertThat(worker.exitCode()).isEqualTo(Worker.HALTED);
            }
            target.execute(
                    "update etl_pipeline set lease_until = now() - interval '1 s' where lease_owner is not null");
            try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(options)) {
                repair(etl, operation);
                assertRepaired(etl, target);
            }
        });
    }

    private static void repair(Etl etl, String operation) {
        if (operation.equals("run")) {
            etl.drain();
        } else {
            assertThat(etl.reconcile().outcome()).isEqualTo(RunOutcome.RECONCILED);
        }
    }

    private static void assertRepaired(Etl etl, TestDatabase target) {
        assertThat(target.count("written")).isEqualTo(57);
        assertThat(target.<Long>value("select count(distinct what) from written"))
                .isEqualTo(57);
        assertThat(target.count("users")).isEqualTo(95);
        assertThat(etl.verify()).returns(0L, VerificationReport::differences);
    }

    /** 25 rows are missing, 20 differ, 12 are surplus. */
    private static void spoil(TestDatabase source, TestDatabase target, String options) throws Exception {
        source.execute(
                "truncate users",
                "insert into users select md5(n::text)::uuid, n, now() - interval '1 min' from generate_series(1, 107) n");
        target.execute(
                "drop trigger if exists audited on users",
                "drop table if exists etl_pipeline, etl_verification, etl_run, etl_shard",
                "truncate users");
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(options)) {
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
