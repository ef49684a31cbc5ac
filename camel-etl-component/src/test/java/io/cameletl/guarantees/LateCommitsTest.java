package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Items;
import io.cameletl.guarantees.support.ItemsSource;
import io.cameletl.guarantees.support.LateHistory;
import io.cameletl.guarantees.support.Writer;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hundred writers whose transactions commit long after they took their change times. How many histories are
 * played says the system property {@code etl.test.histories}; {@code etl.test.history.seed} names the first.
 */
@Tag("slow")
@WithPostgres
class LateCommitsTest {
    private static final int WRITERS = 200;

    private final List<Writer> writers = new ArrayList<>();
    private TestDatabase source;
    private Items items;

    @BeforeEach
    void writers(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        items = new Items(from, to, Duration.ofMillis(20));
    }

    @AfterEach
    void close() throws SQLException {
        for (Writer writer : writers) {
            writer.close();
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void with_the_guard_source_and_target_agree_after_any_history() throws Exception {
        connect(WRITERS);
        Seeded.by("etl.test.histories", "etl.test.history.seed", 3)
                .play("History", seed -> assertThat(play(seed, "&openTransactionGuard=true"))
                        .isEmpty());
    }

    @Test
    void without_the_guard_such_a_history_loses_rows() throws Exception {
        connect(WRITERS);
        assertThat(play(1, "")).isNotEmpty();
    }

    /** The smallest history that tells: one row becomes visible after a later one was read. */
    @ParameterizedTest
    @OneIn(3)
    @EnumSource(ItemsSource.class)
    void a_row_that_is_lost_without_the_guard_arrives_with_it(ItemsSource kind) throws Exception {
        connect(2);
        for (String guard : List.of("", "&openTransactionGuard=true")) {
            items.reset();
            try (Etl etl = items.etl(kind, guard)) {
                writers.get(0).begin();
                writers.get(0).insert(1, 1, 1, "now()");
                writers.get(1).insert(2, 2, 1, "now()");
                items.letTheDelayPass();
                assertThat(etl.run().rows()).isEqualTo(guard.isEmpty() ? 1 : 0);
                writers.get(0).end("commit", false);
                items.letTheDelayPass();
                assertThat(etl.run().rows()).isEqualTo(guard.isEmpty() ? 0 : 2);
            }
            assertThat(items.differences()).hasSize(guard.isEmpty() ? 1 : 0);
        }
    }

    private void connect(int count) throws SQLException {
        while (writers.size() < count) {
            writers.add(new Writer(writers.size(), source));
        }
    }

    /** @return the rows that differ at the end */
    private List<Map<String, Object>> play(long seed, String guard) throws Exception {
        Random random = new Random(seed);
        ItemsSource kind = ItemsSource.values()[Math.floorMod(seed, ItemsSource.values().length)];
        int pageSize = 3 + random.nextInt(30);
        int pagesPerRun = random.nextBoolean() ? 0 : 1 + random.nextInt(20);
        items.reset();
        try (Etl etl = items.etl(kind, "&pageSize=" + pageSize + "&maxPagesPerRun=" + pagesPerRun + guard)) {
            LateHistory history = new LateHistory(random, writers, items.delay(), etl);
            history.play();
            etl.drain(); // the window that a run left open
            items.letTheDelayPass();
            etl.drain();
            List<Map<String, Object>> differences = items.differences();
            System.out.println("History of seed " + seed + ", " + kind + (guard.isEmpty() ? " unguarded" : "")
                    + ", pages of " + pageSize + ", per run " + pagesPerRun + ": " + history + ", "
                    + differences.size() + " rows differ");
            assertThat(history.rows()).isPositive();
            return differences;
        } finally {
            for (Writer writer : writers) {
                writer.giveUp();
            }
        }
    }
}
