package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.OnExhausted;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.Window;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.NumberSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users' code, threads and pools may do to a run. */
@Timeout(60)
class SurvivalTest {
    private final MemoryStore store = new MemoryStore();
    private final NumberSource numbers = new NumberSource(30);
    private final List<PipelineListener> listeners = new ArrayList<>();

    private Source<Integer> source = numbers;
    private Transform<Integer> transform = rows -> List.of(new TargetData("numbers", rows));
    private int prefetch = 1;

    @Test
    void a_stop_that_is_taken_back_at_once_does_not_close_the_window() {
        CountDownLatch never = new CountDownLatch(1);
        source = request -> {
            never.await();
            return numbers.extract(request);
        };
        AtomicInteger asked = new AtomicInteger();

        RunReport report = pipeline().run(() -> asked.incrementAndGet() == 2);

        assertThat(report.outcome()).isEqualTo(RunOutcome.STOPPED);
        assertThat(store.position.window()).isEqualTo(Window.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void an_error_of_the_users_code_fails_the_run_and_gives_the_lease_back(int ahead) {
        prefetch = ahead;
        source = request -> {
            throw new NoClassDefFoundError("org/example/Driver");
        };

        assertThatThrownBy(() -> pipeline().run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("org/example/Driver");

        assertThat(store.owner).isEmpty();
        assertThat(store.history).extracting(RunReport::outcome).containsExactly(RunOutcome.FAILED);
    }

    @Test
    void a_listener_that_throws_an_error_changes_nothing() {
        listeners.add(new PipelineListener() {
            @Override
            public void pageCommitted(PageReport page) {
                throw new AssertionError("not expected");
            }
        });

        assertThat(pipeline().run(() -> false).outcome()).isEqualTo(RunOutcome.DRAINED);
    }

    @Test
    void a_transform_that_fails_for_a_passing_reason_gets_the_page_again() {
        AtomicInteger failures = new AtomicInteger(2);
        transform = rows -> {
            if (rows.contains(15) && failures.getAndDecrement() > 0) {
                throw new IOException("the service that it asks is away");
            }
            return List.of(new TargetData("numbers", rows));
        };

        pipeline().run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(30));
        assertThat(store.skipped).isEmpty();
    }

    @Test
    void a_page_is_given_up_when_the_transform_fails_until_the_tries_are_exhausted() {
        AtomicInteger tries = new AtomicInteger();
        transform = rows -> {
            if (rows.contains(15) && tries.incrementAndGet() > 0) {
                throw new IOException("the service that it asks is away");
            }
            return List.of(new TargetData("numbers", rows));
        };

        pipeline().run(() -> false);

        assertThat(tries).hasValue(4);
        assertThat(store.loaded).hasSize(20);
        assertThat(store.skipped).hasSize(1);
    }

    @Test
    void a_replay_ends_though_the_source_stands_still() {
        transform = rows -> {
            throw new IllegalStateException("poison");
        };
        pipeline().run(() -> false);
        transform = rows -> List.of();
        source = request -> new ExtractResponse<>(List.of(1), 1, true);

        assertThatThrownBy(() -> pipeline().by(MemoryStore.TESTER).replay(Set.of(1L), () -> false))
                .hasMessageContaining("does not advance");

        assertThat(store.skipped).hasSize(3);
        assertThat(store.owner).isEmpty();
    }

    @Test
    void an_interrupted_run_gives_its_lease_back() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        source = request -> {
            reading.countDown();
            new CountDownLatch(1).await();
            return numbers.extract(request);
        };
        CompletableFuture<Boolean> stayedInterrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            pipeline().run(() -> false);
            stayedInterrupted.complete(Thread.currentThread().isInterrupted());
        });
        thread.start();
        reading.await();

        thread.interrupt();

        assertThat(stayedInterrupted.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(store.owner).isEmpty();
        assertThat(store.history).extracting(RunReport::outcome).containsExactly(RunOutcome.STOPPED);
    }

    private static List<Object> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).<Object>mapToObj(i -> i).toList();
    }

    private Pipeline<Integer> pipeline() {
        PipelineSettings settings = new PipelineSettings(
                10,
                0,
                0,
                prefetch,
                2,
                1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO,
                new RetryPolicy(3, Duration.ofMillis(1), 1, Duration.ofMillis(1)),
                new FailurePolicy(OnExhausted.SKIP, 10, 0));
        CursorCodec<Integer> cursors = new CursorCodec<>("numbers", Integer.class);
        return new Pipeline<>(
                new PipelineSpec<>("numbers", source, transform, "numbers", cursors, null, settings),
                new MemoryDriver(store),
                listeners,
                Clock.systemUTC());
    }
}
