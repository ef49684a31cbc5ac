package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.LateWriters;
import io.cameletl.guarantees.support.SplitOrders;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers change orders, and commit late, while what a transform makes of them is compared: that is no difference. */
@Tag("slow")
@WithPostgres
class VerifyTransformedWhileWrittenTest {
    private static final int ROWS = 300;
    private static final LateWriters.Change CHANGE = (id, random) ->
            """
            insert into orders (id, name, lines, note) values (%1$d, 'new', %2$d, %3$s)
            on conflict (id) do update set name = orders.name || 'x', lines = %2$d, note = %3$s,
                updated_at = clock_timestamp(), gone = %4$s
            """
                    .formatted(
                            id,
                            random.nextInt(SplitOrders.MOST + 1),
                            random.nextBoolean() ? "null" : "'n" + random.nextInt(9) + "'",
                            random.nextInt(4) == 0);

    @Test
    void rows_under_way_are_no_difference(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        SplitOrders.create(source, target);
        target.execute("alter table orders alter name type text");
        source.execute(
                "insert into orders (id, name, lines) select n, 'old', 2 from generate_series(1, " + ROWS + ") n");
        Seeded.times(1).play("Writers", seed -> play(seed, source, target));
    }

    private static void play(long seed, TestDatabase source, TestDatabase target) throws Exception {
        try (LateWriters writers = new LateWriters(source, ROWS, CHANGE).start(seed);
                Etl etl = new Etl(source.dataSource(), target.dataSource(), "orders")
                        .bind("orders", new SplitOrders())
                        .route(SplitOrders.OPTIONS + "&openTransactionGuard=true&pageSize="
                                + (5 + Seeded.random(seed).nextInt(100)))) {
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
            assertThat(etl.verify().tables()).allSatisfy(table -> assertThat(table)
                    .returns(target.count(table.table()), VerificationReport.TableReport::sourceRows)
                    .returns(target.count(table.table()), VerificationReport.TableReport::targetRows)
                    .returns(0L, VerificationReport.TableReport::missing)
                    .returns(0L, VerificationReport.TableReport::different)
                    .returns(0L, VerificationReport.TableReport::surplus));
        }
    }
}
