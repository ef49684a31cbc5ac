package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.LateWriters;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers delete rows without a trace and bring them back while the target is repaired: none that is there is deleted. */
@Tag("slow")
@WithPostgres
class ReconcileWhileWrittenTest {
    private static final int ROWS = 300;
    private static final LateWriters.Change CHANGE = (id, random) -> random.nextInt(3) == 0
            ? "delete from things where id = " + id
            : "insert into things values (" + id + ", 1, clock_timestamp()) on conflict (id) do update"
                    + " set v = things.v + 1, at = clock_timestamp()";

    @Test
    void what_is_in_the_source_is_not_deleted(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        source.execute(
                """
                create table things (id int primary key, v int not null, at timestamptz not null);
                insert into things select n, 0, now() - interval '1 s' from generate_series(1, %d) n
                """
                        .formatted(ROWS));
        target.execute("create table things (id int primary key, v int not null, at timestamptz not null)");
        Seeded.times(1).play("Writers", seed -> play(seed, source, target));
    }

    private static void play(long seed, TestDatabase source, TestDatabase target) throws Exception {
        try (LateWriters writers = new LateWriters(source, ROWS, CHANGE).start(seed);
                Etl etl = new Etl(source.dataSource(), target.dataSource(), "things")
                        .route(
                                "query=RAW(select * from things)&sourceDataSource=#source&dataSource=#target&tables=things"
                                        + "&cursorColumns=at,id&versionColumn=at&consistencyDelay=0&openTransactionGuard=true&pageSize=20"
                                        + "&maxSurplus=RAW(100%)&verifyRangeSize="
                                        + (20 + Seeded.random(seed).nextInt(200)))) {
            etl.drain();
            for (int i = 0; i < 12; i++) {
                assertThat(etl.reconcile().outcome()).isEqualTo(RunOutcome.RECONCILED);
                if (i % 3 == 0) {
                    etl.drain();
                }
            }
            writers.end();
            etl.drain();
            Map<Object, Object> has = rows(target);
            rows(source).forEach((id, row) -> assertThat(has).as("row %s", id).containsEntry(id, row));
            etl.reconcile();
            assertThat(rows(target)).isEqualTo(rows(source));
            assertThat(etl.verify()).returns(0L, VerificationReport::differences);
        }
    }

    private static Map<Object, Object> rows(TestDatabase database) {
        Map<Object, Object> rows = new HashMap<>();
        database.query("select id, v || ' ' || at as row from things")
                .forEach(row -> rows.put(row.get("id"), row.get("row")));
        return rows;
    }
}
