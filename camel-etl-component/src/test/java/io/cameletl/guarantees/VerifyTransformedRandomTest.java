package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.TableReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.OrdersModel;
import io.cameletl.guarantees.support.SplitOrders;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random histories of orders that are split into three tables, with changes behind the pipeline's back on both sides: each
 * difference is found in its table and columns, and no other.
 */
@Tag("slow")
@WithPostgres
class VerifyTransformedRandomTest {
    private static final int ROUNDS = 6;

    /** As the pipeline sees it. */
    private static final List<String> CHANGES = List.of(
            "update orders set name = name || 'x', updated_at = clock_timestamp() where %s",
            "update orders set lines = (lines + id) %% 5, updated_at = clock_timestamp() where %s",
            "update orders set note = case when note is null then 'n' || id end, updated_at = clock_timestamp() where %s",
            "update orders set gone = not gone, updated_at = clock_timestamp() where %s",
            "insert into orders (id, name, amount, lines, note) select max(id) + 1, 'new', 7, 3, 'n' from orders");

    /** As it does not. */
    private static final List<String> SILENT = List.of(
            "update orders set amount = amount + 0.01 where %s",
            "update orders set amount = null where %s",
            "update orders set lines = (lines + 1) %% 5 where %s",
            "update orders set note = null where %s",
            "update orders set gone = not gone where %s",
            "delete from orders where %s");

    private static final List<String> AT_TARGET = List.of(
            "update orders set name = 'edited' where %s",
            "update orders set updated_at = updated_at + interval '1 us', amount = 0 where %s",
            "update lines set sku = null where order_%s",
            "delete from lines where order_%s and no = 2",
            "delete from notes where order_%s",
            "insert into lines (order_id, no) select id, 5 + id %% 3 from orders where %s on conflict do nothing",
            "insert into notes (order_id) select id from orders where %s on conflict do nothing",
            "insert into orders (id, updated_at) select 100000 + max(id), now() from orders where %s having count(*) > 0");

    private TestDatabase source;
    private TestDatabase target;

    @Test
    void every_difference_is_found_and_no_other(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        SplitOrders.create(source, target);
        Seeded.times(3).play("Histories", seed -> play(Seeded.random(seed)));
    }

    private void play(Random random) throws Exception {
        source.execute(
                "truncate orders",
                """
                insert into orders (id, name, amount, lines, note)
                select n, 'name ' || n, n / 3.0, n %% 5, case when n %% 3 = 0 then 'note ' || n end
                from generate_series(1, %d) n
                """
                        .formatted(1 + random.nextInt(300)));
        target.execute("truncate orders, lines, notes", "drop table if exists etl_pipeline, etl_run, etl_verification");
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "orders")
                .bind("orders", new SplitOrders())
                .route(SplitOrders.OPTIONS + "&pageSize=" + (1 + random.nextInt(50)))) {
            etl.drain();
            for (int round = 0; round < ROUNDS; round++) {
                some(random, 8, CHANGES, source);
                if (random.nextInt(4) > 0) {
                    etl.drain();
                }
                some(random, 3, SILENT, source);
                some(random, 3, AT_TARGET, target);
                if (random.nextBoolean()) {
                    some(random, 4, CHANGES, source);
                }
                List<TableReport> expected = OrdersModel.differences(source, target);
                VerificationReport report = etl.verify();
                assertThat(report.tables().stream().map(OrdersModel::differences))
                        .as("round %s: %s", round, report.examples())
                        .isEqualTo(
                                expected.stream().map(OrdersModel::differences).toList());
                // Orders that they refer to could not be deleted.
                target.execute("delete from lines where no > " + SplitOrders.MOST);
            }
        }
    }

    private static void some(Random random, int most, List<String> statements, TestDatabase database) {
        for (int i = 0; i < random.nextInt(most + 1); i++) {
            database.execute(statements
                    .get(random.nextInt(statements.size()))
                    .formatted("id % " + (5 + random.nextInt(60)) + " = " + random.nextInt(5)));
        }
    }
}
