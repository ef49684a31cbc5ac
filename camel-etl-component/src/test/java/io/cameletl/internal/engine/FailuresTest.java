package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.OnExhausted;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.StaleLeaseException;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.MemoryWriter;
import io.cameletl.internal.engine.support.NumberSource;
import io.cameletl.internal.engine.support.NumbersPipeline;
import io.cameletl.support.Seeded;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FailuresTest {
    private final MemoryStore store = new MemoryStore();
    private final NumberSource numbers = new NumberSource(30);
    private final List<EtlEvent> events = new ArrayList<>();
    private final List<RunReport> runs = new ArrayList<>();
    /** How often the write of the page that begins with this number fails yet, and how. */
    private final Map<Integer, Failure> failures = new HashMap<>();

    private Source<Integer> source = numbers;
    private OnExhausted onExhausted = OnExhausted.HOLD;
    private Duration delay = Duration.ofMillis(1);

    @Test
    void a_page_that_fails_twice_and_then_succeeds_is_one_successful_run() {
        failures.put(11, new Failure(2, new IOException("serialization failure")));

        RunReport report = pipeline().run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(runs).containsExactly(report);
        assertThat(store.loaded).isEqualTo(numbersTo(30));
    }

    @Test
    void a_try_after_the_first_is_told_of_before_it_and_not_each_that_follows() {
        delay = Duration.ofMillis(2);
        IOException down = new IOException("down");
        failures.put(11, new Failure(2, down));

        pipeline().run(() -> false);

        assertThat(events).hasSize(1).allSatisfy(event -> assertThat(event.kind())
                .isEqualTo(EtlEvent.Kind.PAGE_RETRIED));
        assertThat((EtlEvent.PageRetried) events.get(0)).satisfies(second -> {
            assertThat(second.runNumber()).isEqualTo(1);
            assertThat(second.attempt()).isEqualTo(1);
            assertThat(second.attempts()).isEqualTo(3);
            assertThat(second.cause()).isSameAs(down);
            assertThat(second.message())
                    .isEqualTo("a page failed, try 1 of 3 follows in "
                            + second.delay().toMillis() + " ms: down");
        });
    }

    @Test
    void a_page_read_ahead_and_tried_again_does_not_talk_over_another() {
        AtomicBoolean talking = new AtomicBoolean();
        AtomicInteger interruptions = new AtomicInteger();
        PipelineListener slow = new PipelineListener() {
            @Override
            public void pageCommitted(PageReport page) {
                hear();
            }

            @Override
            public void eventOccurred(EtlEvent event) {
                hear();
            }

            private void hear() {
                if (!talking.compareAndSet(false, true)) {
                    interruptions.incrementAndGet();
                }
                LockSupport.parkNanos(1_000_000);
                talking.set(false);
            }
        };
        AtomicInteger asked = new AtomicInteger();
        source = request -> {
            if (asked.incrementAndGet() % 2 == 0) {
                throw new IOException("read timed out");
            }
            return numbers.extract(request);
        };

        assertThat(pipeline(null, slow).run(() -> false).rows()).isEqualTo(30);

        assertThat(interruptions).hasValue(0);
    }

    @Test
    void a_permanent_error_is_not_tried_again() {
        Failure failure = new Failure(9, new IllegalStateException("no such column"));
        failures.put(11, failure);

        assertThatThrownBy(() -> pipeline().run(() -> false)).hasMessageContaining("no such column");

        assertThat(failure.left).isEqualTo(8);
        assertThat(events).extracting(EtlEvent::kind).containsExactly(EtlEvent.Kind.RUN_FAILED);
    }

    @Test
    void tries_are_exhausted_in_the_end_and_the_cursor_stays() {
        Failure failure = new Failure(9, new IOException("down"));
        failures.put(11, failure);

        assertThatThrownBy(() -> pipeline().run(() -> false)).isInstanceOf(EtlException.class);

        assertThat(failure.left).isEqualTo(9 - 4);
        assertThat(store.position.cursor().json()).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a_source_that_fails_twice_is_asked_again_for_the_same_page(int ignored) {
        List<Integer> failing = new ArrayList<>(List.of(1, 2));
        source = request -> {
            if (request.after() != null && request.after() == 10 && !failing.isEmpty()) {
                failing.remove(0);
                throw new IOException("read timed out");
            }
            return numbers.extract(request);
        };

        assertThat(pipeline().run(() -> false).rows()).isEqualTo(30);
        assertThat(store.loaded).isEqualTo(numbersTo(30));
    }

    @Test
    void a_stop_ends_a_long_back_off_at_once() throws Exception {
        delay = Duration.ofMinutes(5);
        failures.put(11, new Failure(9, new IOException("down")));
        AtomicBoolean stopping = new AtomicBoolean();
        Pipeline<Integer> pipeline = pipeline();
        CompletableFuture<RunReport> run = CompletableFuture.supplyAsync(() -> pipeline.run(stopping::get));
        org.awaitility.Awaitility.await().until(() -> failures.get(11).left < 9);

        stopping.set(true);

        assertThat(run.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(RunOutcome.STOPPED);
        assertThat(store.owner).isEmpty();
    }

    @Test
    void a_skipped_page_is_in_the_ledger_and_a_replay_brings_it_in() {
        onExhausted = OnExhausted.SKIP;
        failures.put(11, new Failure(1, new IllegalStateException("poison")));

        RunReport report = pipeline().run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(store.loaded).hasSize(20).doesNotContain(11, 20);
        assertThat(store.skipped).singleElement().satisfies(page -> {
            assertThat(page.after().json()).isEqualTo("10");
            assertThat(page.end().json()).isEqualTo("20");
            assertThat(page.reason()).contains("poison");
        });
        assertThat(events).extracting(EtlEvent::kind).containsExactly(EtlEvent.Kind.PAGE_SKIPPED);

        RunReport replay = pipeline().by(MemoryStore.TESTER).replay(Set.of(), () -> false);

        assertThat(replay.rows()).isEqualTo(10);
        assertThat(store.loaded).containsExactlyInAnyOrderElementsOf(numbersTo(30));
        assertThat(store.skipped).isEmpty();
        assertThat(store.position.cursor().json()).isEqualTo("30");
    }

    @Test
    void a_page_whose_transform_fails_can_be_skipped_too() {
        onExhausted = OnExhausted.SKIP;
        Transform<Integer> failing = rows -> {
            if (rows.contains(15)) {
                throw new IllegalArgumentException("15 cannot be transformed");
            }
            return List.of(new TargetData("numbers", rows));
        };

        pipeline(failing).run(() -> false);

        assertThat(store.loaded).hasSize(20);
        assertThat(store.skipped).hasSize(1);
    }

    @Test
    void a_transform_of_other_rows_than_the_source_gives_is_told_so() {
        Transform<String> ofTexts = rows -> List.of(
                new TargetData("numbers", rows.stream().map(String::length).toList()));

        assertThatThrownBy(() -> pipeline(ofTexts).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith(
                        "pipeline \"numbers\": the transform takes a row, or a value in one, for another"
                                + " class than it is: ")
                .hasMessageContaining("java.lang.Integer cannot be cast to class java.lang.String")
                .hasMessageEndingWith(". The source's rows are of java.lang.Integer. Let the transform take a List of"
                        + " what the source gives")
                .hasCauseInstanceOf(ClassCastException.class);
    }

    @Test
    void a_replay_that_fails_keeps_its_page_in_the_ledger() {
        onExhausted = OnExhausted.SKIP;
        failures.put(11, new Failure(2, new IllegalStateException("poison")));
        pipeline().run(() -> false);

        assertThatThrownBy(() -> pipeline().by(MemoryStore.TESTER).replay(Set.of(), () -> false))
                .hasMessageContaining("poison");

        assertThat(store.skipped).hasSize(1);
        assertThat(store.owner).isEmpty();
    }

    @Test
    void a_replay_of_named_pages_leaves_the_others() {
        onExhausted = OnExhausted.SKIP;
        failures.put(1, new Failure(1, new IllegalStateException("poison")));
        failures.put(21, new Failure(1, new IllegalStateException("poison")));
        pipeline().run(() -> false);

        pipeline().by(MemoryStore.TESTER).replay(Set.of(store.skipped.get(1).id()), () -> false);

        assertThat(store.skipped).extracting(page -> page.end().json()).containsExactly("10");
        assertThat(store.loaded).contains(21, 30).doesNotContain(1);
    }

    @Test
    void a_lost_lease_is_never_skipped() {
        onExhausted = OnExhausted.SKIP;
        failures.put(11, new Failure(1, new StaleLeaseException("numbers", "another", null)));

        assertThatThrownBy(() -> pipeline().run(() -> false)).isInstanceOf(StaleLeaseException.class);

        assertThat(store.skipped).isEmpty();
        assertThat(store.position.cursor().json()).isEqualTo("10");
    }

    @Test
    void rejected_records_are_told_of_once_and_a_replay_reads_only_those_of_before() {
        store.reject(List.of(record(1), record(2), record(3)));

        RunReport replay = pipeline().by(MemoryStore.TESTER).replay(Set.of(), () -> false);

        assertThat(replay.rows()).isEqualTo(3);
        assertThat(store.rejected).isEmpty();
        assertThat(store.loaded).hasSize(3);
    }

    @Test
    void the_waits_grow_to_the_longest_and_spread_a_little() {
        RetryPolicy policy = new RetryPolicy(5, Duration.ofSeconds(1), 2, Duration.ofSeconds(5));

        Seeded.times(1_000).play("Waits", seed -> {
            Random random = Seeded.random(seed);
            assertThat(policy.delay(1, random)).isBetween(Duration.ofMillis(850), Duration.ofMillis(1150));
            assertThat(policy.delay(3, random)).isBetween(Duration.ofMillis(3400), Duration.ofMillis(4600));
            assertThat(policy.delay(9, random)).isEqualTo(Duration.ofSeconds(5));
        });
    }

    @Test
    void rejected_records_of_other_columns_are_loaded_apart() {
        store.reject(List.of(
                record(1),
                new RejectedRecord(0, "numbers", "m = 2", "{\"m\":\"2\"}", null, "no such column"),
                record(3)));

        RunReport replay = pipeline().by(MemoryStore.TESTER).replay(Set.of(), () -> false);

        assertThat(replay.pages()).isEqualTo(3);
        assertThat(store.rejected).isEmpty();
    }

    private static RejectedRecord record(int number) {
        return new RejectedRecord(0, "numbers", "n = " + number, "{\"n\":\"" + number + "\"}", "22003", "too big");
    }

    private static List<Object> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).<Object>mapToObj(i -> i).toList();
    }

    private Pipeline<Integer> pipeline() {
        return pipeline(null);
    }

    private Pipeline<Integer> pipeline(Transform<?> transform) {
        return pipeline(transform, new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                events.add(event);
            }

            @Override
            public void runEnded(RunEnd end) {
                runs.add(end.run());
            }
        });
    }

    private Pipeline<Integer> pipeline(Transform<?> transform, PipelineListener listener) {
        RetryPolicy retry = new RetryPolicy(3, delay, 1, Duration.ofMinutes(10));
        PipelineSettings settings = NumbersPipeline.settings(0, 1, retry, new FailurePolicy(onExhausted, 10, 0));
        return new Pipeline<>(
                NumbersPipeline.of(source, transform, settings),
                new MemoryDriver(store, FailingWriter::new),
                List.of(listener),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private static final class Failure {
        private final Exception failure;
        private volatile int left;

        Failure(int left, Exception failure) {
            this.left = left;
            this.failure = failure;
        }
    }

    private final class FailingWriter extends MemoryWriter {
        FailingWriter() {
            super(store);
        }

        @Override
        public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
            for (TargetData data : page) {
                Failure failure = data.records().isEmpty()
                        ? null
                        : failures.get(data.records().get(0));
                if (failure != null && failure.left > 0) {
                    failure.left--;
                    throw failure.failure;
                }
            }
            return super.write(page, move, limits);
        }
    }
}
