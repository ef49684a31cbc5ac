package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.LateWriters;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers change rows at the source, and commit late, while source and target are compared: that is no difference. */
@Tag("slow")
@WithPostgres
class VerifyWhileWrittenTest {
    private static final int ROWS = 400;
    private static final LateWriters.Change CHANGE = (id, random) -> "insert into things values (" + id
            + ", 1, clock_timestamp(), false) on conflict (id) do update set v = things.v + 1, at = clock_timestamp(), gone = "
            + (random.nextInt(4) == 0);

    @Test
    void rows_under_way_are_no_difference(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        source.execute(
                """
                create table things (id int primary key, v int not null, at timestamptz not null, gone boolean not null);
                insert into things select n, 0, now() - interval '1 s', false from generate_series(1, %d) n
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
                                        + "&cursorColumns=at,id&deletedColumn=gone&versionColumn=at&consistencyDelay=0"
                                        + "&openTransactionGuard=true&pageSize=50&verifyRangeSize="
                                        + (20 + Seeded.random(seed).nextInt(200)))) {
            etl.drain();
            for (int i = 0; i < 15; i++) {
                VerificationReport report = etl.verify();
                assertThat(report.examples()).as("comparison %s", i).isEmpty();
                if (i % 3 == 0) {
                    etl.drain();
                }
            }
            writers.end();
            etl.drain();
            assertThat(etl.verify())
                    .returns(0L, VerificationReport::differences)
                    .returns(
                            source.<Long>value("select count(*) from things where not gone"),
                            VerificationReport::sourceRows)
                    .returns(target.count("things"), VerificationReport::targetRows);
        }
    }
}
