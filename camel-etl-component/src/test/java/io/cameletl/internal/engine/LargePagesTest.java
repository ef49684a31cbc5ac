package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.OnExhausted;
import io.cameletl.RunOutcome;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.MemoryWriter;
import io.cameletl.internal.engine.support.NumberSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that grow while many wait, and what becomes of one that fails. */
@Timeout(60)
class LargePagesTest {
    private static final int PAGE = 10;
    private static final int USUAL = 8 * PAGE;

    private final MemoryStore store = new MemoryStore();
    private final NumberSource numbers = new NumberSource(1_000);
    private final List<Integer> loads = Collections.synchronizedList(new ArrayList<>());

    private OnExhausted onExhausted = OnExhausted.HOLD;
    private int backlogPageSize = 200;
    private int maxPages;
    private int prefetch;
    private boolean mayGrow = true;

    /** Fails a load of a page that holds it; 0 for none. */
    private int poison;

    /** More rows than this are not read, or not loaded. */
    private int reads = Integer.MAX_VALUE;

    private int fits = Integer.MAX_VALUE;
    private Throwable failure = new IllegalStateException("too much");
    private Exception lostAnswer;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void pages_are_large_once_eight_were_full(int ahead) {
        prefetch = ahead;

        assertThat(pipeline().run(() -> false).outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(store.loaded).isEqualTo(numbersTo(1_000));
        assertThat(loads)
                .startsWith(10, 10, 10, 10, 10, 10, 10, 10)
                .contains(200)
                .hasSizeLessThan(20);
        assertThat(store.position.version()).isEqualTo(1 + loads.size());
    }

    @ParameterizedTest
    @CsvSource({"10, 0, true", "0, 0, true", "200, 1000, true", "200, 0, false"})
    void pages_stay_as_they_are_where_somebody_counts_on_it(int backlog, int most, boolean grows) {
        backlogPageSize = backlog;
        maxPages = most;
        mayGrow = grows;

        pipeline().run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(1_000));
        assertThat(loads).hasSize(100).containsOnly(PAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void one_that_cannot_be_read_is_read_by_usual_pages(int ahead) {
        prefetch = ahead;
        reads = 199;

        pipeline().run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(1_000));
        assertThat(loads.subList(8, 60)).containsOnly(PAGE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void of_one_that_fails_only_the_usual_page_with_the_cause_is_skipped(int ahead) {
        prefetch = ahead;
        onExhausted = OnExhausted.SKIP;
        poison = USUAL + 57;

        pipeline().run(() -> false);

        assertThat(store.loaded)
                .isEqualTo(IntStream.rangeClosed(1, 1_000)
                        .filter(number -> number <= USUAL + 50 || number > USUAL + 60)
                        .<Object>mapToObj(number -> number)
                        .toList());
        assertThat(store.skipped).singleElement().satisfies(page -> assertThat(page.rows())
                .isEqualTo(PAGE));
    }

    @Test
    void of_one_that_fails_the_usual_pages_before_the_cause_are_in() {
        poison = USUAL + 57;

        assertThatThrownBy(() -> pipeline().run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("too much");

        assertThat(store.loaded).isEqualTo(numbersTo(USUAL + 50));
        assertThat(store.owner).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_that_does_not_fit_the_memory_is_read_by_usual_pages_from_then_on(boolean atTheSource) {
        reads = atTheSource ? 50 : Integer.MAX_VALUE;
        fits = 50;
        failure = new OutOfMemoryError("small");

        pipeline().run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(1_000));
        assertThat(loads).containsOnly(PAGE);
    }

    @Test
    void one_that_was_committed_before_it_failed_is_not_loaded_again() {
        lostAnswer = new IllegalStateException("what comes after the commit");

        assertThatThrownBy(() -> pipeline().run(() -> false)).hasMessageContaining("after the commit");
        lostAnswer = null;
        pipeline().run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(1_000));
    }

    private static List<Object> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).<Object>mapToObj(i -> i).toList();
    }

    private Pipeline<Integer> pipeline() {
        PipelineSettings settings = new PipelineSettings(
                PAGE,
                backlogPageSize,
                maxPages,
                prefetch,
                1,
                1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ZERO,
                RetryPolicy.NONE,
                new FailurePolicy(onExhausted, 10, 0));
        return new Pipeline<>(
                new PipelineSpec<>(
                        "numbers",
                        new Plenty(),
                        null,
                        "numbers",
                        new CursorCodec<>("numbers", Integer.class),
                        null,
                        settings),
                new MemoryDriver(store, Narrow::new),
                List.of(),
                Clock.systemUTC());
    }

    private void fail() throws Exception {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (Exception) failure;
    }

    private final class Plenty implements Source<Integer>, Backlogged<Integer> {
        @Override
        public ExtractResponse<Integer> extract(ExtractRequest<Integer> request) {
            return numbers.extract(request);
        }

        @Override
        public ExtractResponse<Integer> extract(ExtractRequest<Integer> request, LargePage most) throws Exception {
            if (most.rows() > reads) {
                fail();
            }
            return numbers.extract(new ExtractRequest<>(
                    request.pipeline(), request.after(), most.rows(), request.fromAt(), request.beforeAt()));
        }

        @Override
        public Instant now() {
            return numbers.now();
        }

        @Override
        public boolean mayGrow() {
            return mayGrow;
        }
    }

    private final class Narrow extends MemoryWriter {
        Narrow() {
            super(store);
        }

        @Override
        public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
            List<?> rows = page.get(0).records();
            if (rows.size() > fits || (poison > 0 && rows.contains(poison))) {
                fail();
            }
            PageResult result = super.write(page, move, limits);
            loads.add(rows.size());
            if (lostAnswer != null && rows.size() > PAGE) {
                throw lostAnswer;
            }
            return result;
        }
    }
}
