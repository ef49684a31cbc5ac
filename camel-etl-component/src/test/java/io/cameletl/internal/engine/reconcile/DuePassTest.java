package io.cameletl.internal.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.LastFullPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.spec.PassSchedule;
import io.cameletl.internal.schedule.CronTimes;
import io.cameletl.support.DefaultZone;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuePassTest {
    private final Store store = new Store();

    @Test
    void one_is_due_at_first_and_then_so_long_after_the_last_has_ended() {
        DuePass due = due(PassSchedule.every(Duration.ofHours(1)));

        assertThat(due.isDue()).isTrue();
        assertThat(due.isDue()).isTrue();
        store.fullPassEnded("p", "me");
        assertThat(due.isDue()).isFalse();
        store.pass(Duration.ofMinutes(59));
        assertThat(due.isDue()).isFalse();
        store.pass(Duration.ofMinutes(1));
        assertThat(due.isDue()).isTrue();
    }

    @Test
    void what_another_process_has_done_is_not_due_here_nor_after_a_restart() {
        DuePass here = due(PassSchedule.every(Duration.ofHours(1)));
        DuePass there = due(PassSchedule.every(Duration.ofHours(1)));

        assertThat(here.isDue()).isTrue();
        assertThat(there.isDue()).isTrue();
        store.fullPassEnded("p", "there");

        assertThat(here.isDue()).isFalse();
        assertThat(due(PassSchedule.every(Duration.ofHours(1))).isDue()).isFalse();
    }

    @Test
    void times_of_a_cron_count_from_when_they_are_first_asked_for() {
        try (DefaultZone utc = new DefaultZone("UTC")) {
            store.now = Instant.parse("2026-03-01T12:00:00Z");

            assertThat(due(new CronTimes("0 0 3 * * ?")).isDue()).isFalse();
            store.pass(Duration.ofHours(14));
            assertThat(due(new CronTimes("0 0 3 * * ?")).isDue()).isFalse();
            // The process was down at three.
            store.pass(Duration.ofHours(20));
            DuePass due = due(new CronTimes("0 0 3 * * ?"));
            assertThat(due.isDue()).isTrue();
            store.fullPassEnded("p", "me");
            store.pass(Duration.ofHours(4));
            assertThat(due.isDue()).isFalse();
            store.pass(Duration.ofHours(13));
            assertThat(due.isDue()).isTrue();
        }
    }

    @Test
    void the_store_is_not_asked_at_each_run() {
        DuePass due = due(PassSchedule.every(Duration.ofHours(1)));
        store.fullPassEnded("p", "me");
        for (int run = 0; run < 100; run++) {
            due.isDue();
            store.pass(Duration.ofSeconds(3));
        }

        assertThat(store.asked).isBetween(5, 6);
    }

    @Test
    void one_that_failed_is_tried_again_but_not_by_each_run() {
        DuePass due = due(PassSchedule.every(Duration.ofSeconds(1)));

        due.failed();

        assertThat(due.isDue()).isFalse();
        store.pass(Duration.ofMinutes(4));
        assertThat(due.isDue()).isFalse();
        store.pass(Duration.ofMinutes(1));
        assertThat(due.isDue()).isTrue();
    }

    private DuePass due(PassSchedule schedule) {
        return new DuePass("p", schedule, store, () -> store.passed.toNanos());
    }

    /** Knows only when full passes ended. */
    private static final class Store implements PassStore {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private Duration passed = Duration.ofDays(-3);
        private Instant ended;
        private int asked;

        void pass(Duration time) {
            now = now.plus(time);
            passed = passed.plus(time);
        }

        @Override
        public LastFullPass lastFullPass(String pipeline) {
            asked++;
            return new LastFullPass(now, ended);
        }

        @Override
        public void countFullPasses(String pipeline) {
            ended = now;
        }

        @Override
        public void fullPassEnded(String pipeline, String owner) {
            ended = now;
        }

        @Override
        public KeptPass unfinished(String pipeline, String setup) {
            throw new UnsupportedOperationException();
        }

        @Override
        public KeptPass unfinishedOf(String pipeline, String setup) {
            throw new UnsupportedOperationException();
        }

        @Override
        public KeptPass begin(String pipeline, long runNumber, String table, String setup, Long allowed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keep(String pipeline, String owner, PassStep step) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void forget(String pipeline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<VerificationReport> newest(String pipeline) {
            throw new UnsupportedOperationException();
        }
    }
}
