package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.BusyWriter;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Items;
import io.cameletl.guarantees.support.ItemsSource;
import io.cameletl.guarantees.support.Writer;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two hundred writers, each with a thread of its own, whose transactions stay open for up to 20 delays. */
@Tag("slow")
@WithPostgres
class BusyWritersTest {
    private static final int WRITERS = 200;

    @ParameterizedTest
    @OneIn(3)
    @EnumSource(ItemsSource.class)
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void lose_nothing_while_the_pipeline_runs_at_the_same_time(
            ItemsSource kind, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        Items items = new Items(source, target, Duration.ofMillis(100));
        Seeded.by("etl.test.histories", "etl.test.history.seed", 1).play("Busy writers, " + kind, seed -> {
            items.reset();
            write(seed, kind, items, source);
            assertThat(items.differences()).isEmpty();
        });
    }

    private static void write(long seed, ItemsSource kind, Items items, TestDatabase source) throws Exception {
        AtomicLong nextId = new AtomicLong(1);
        List<Writer> writers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (Etl etl = items.etl(kind, "&pageSize=20&openTransactionGuard=true")) {
            List<Future<Integer>> atWork = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(new Writer(i, source));
                Random random = Seeded.random(seed * WRITERS + i);
                atWork.add(threads.submit(new BusyWriter(writers.get(i), random, items.delay(), nextId)));
            }
            long rows = 0;
            while (!atWork.stream().allMatch(Future::isDone)) {
                rows += etl.run().rows();
            }
            int committed = 0;
            for (Future<Integer> writer : atWork) {
                committed += writer.get();
            }
            items.letTheDelayPass();
            etl.drain();
            System.out.println(committed + " transactions committed while " + kind + " read " + rows + " rows");
            assertThat(committed).isPositive();
            assertThat(rows).isPositive();
        } finally {
            threads.shutdownNow();
            for (Writer writer : writers) {
                writer.close();
            }
        }
    }
}
