package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.OnExhausted;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.MemoryWriter;
import io.cameletl.internal.engine.support.NumberSource;
import io.cameletl.internal.engine.support.NumbersPipeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that do not fit the memory; what is short of it here only says so. */
@Timeout(60)
class SmallMemoryTest {
    private final MemoryStore store = new MemoryStore();
    private final NumberSource numbers = new NumberSource(30);
    private final List<Integer> asked = new ArrayList<>();
    private Transform<Integer> transform = rows -> List.of(new TargetData("numbers", rows));
    private int fits = 3;
    private boolean afterTheCommit;
    private boolean atTheSource;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_page_that_cannot_be_read_is_read_in_smaller_pieces(int prefetch) {
        atTheSource = true;

        RunReport report = pipeline(prefetch, 0, OnExhausted.HOLD).run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(store.loaded).isEqualTo(numbersTo(30));
        assertThat(asked.get(0)).isEqualTo(10);
        assertThat(asked.get(asked.size() - 1)).isEqualTo(2);
        assertThat(store.owner).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOLD", "SKIP"})
    void a_page_that_cannot_be_transformed_or_loaded_is_read_in_smaller_pieces_and_not_skipped(OnExhausted exhausted) {
        Transform<Integer> small = rows -> {
            if (rows.size() > 6) {
                throw new OutOfMemoryError("small");
            }
            return List.of(new TargetData("numbers", rows));
        };
        transform = small;

        assertThat(pipeline(1, 0, exhausted).run(() -> false).rows()).isEqualTo(30);

        assertThat(store.loaded).isEqualTo(numbersTo(30));
        assertThat(store.skipped).isEmpty();
    }

    @Test
    void a_run_counts_its_pages_on_when_they_become_smaller() {
        assertThat(pipeline(1, 2, OnExhausted.HOLD).run(() -> false).outcome()).isEqualTo(RunOutcome.PAGE_LIMIT);

        assertThat(store.loaded).isEqualTo(numbersTo(4));
    }

    @Test
    void a_row_that_does_not_fit_alone_is_named_with_what_to_do() {
        fits = 0;

        assertThatThrownBy(() -> pipeline(1, 0, OnExhausted.HOLD).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("a row does not fit the memory of")
                .hasMessageContaining("the row with the cursor 1")
                .hasMessageContaining("-Xmx");
        assertThat(store.loaded).isEmpty();
        assertThat(store.owner).isEmpty();
    }

    @Test
    void a_page_that_was_committed_before_memory_was_short_is_not_loaded_again() {
        afterTheCommit = true;

        assertThatThrownBy(() -> pipeline(1, 0, OnExhausted.HOLD).run(() -> false))
                .isInstanceOf(EtlException.class);
        afterTheCommit = false;
        fits = 10;
        pipeline(1, 0, OnExhausted.HOLD).run(() -> false);

        assertThat(store.loaded).isEqualTo(numbersTo(30));
    }

    private static List<Object> numbersTo(int last) {
        return IntStream.rangeClosed(1, last).<Object>mapToObj(i -> i).toList();
    }

    private Pipeline<Integer> pipeline(int prefetch, int maxPages, OnExhausted exhausted) {
        Source<Integer> source = (ExtractRequest<Integer> request) -> {
            asked.add(request.pageSize());
            if (atTheSource && request.pageSize() > fits) {
                throw new OutOfMemoryError("small");
            }
            return numbers.extract(request);
        };
        PipelineSettings settings =
                NumbersPipeline.settings(maxPages, prefetch, RetryPolicy.NONE, new FailurePolicy(exhausted, 10, 0));
        return new Pipeline<>(
                NumbersPipeline.of(source, transform, settings),
                new MemoryDriver(store, SmallWriter::new),
                List.of(),
                Clock.systemUTC());
    }

    private final class SmallWriter extends MemoryWriter {
        SmallWriter() {
            super(store);
        }

        @Override
        public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
            boolean isShort = !page.isEmpty() && page.get(0).records().size() > fits;
            if (isShort && !afterTheCommit) {
                throw new OutOfMemoryError("small");
            }
            PageResult result = super.write(page, move, limits);
            if (isShort) {
                throw new OutOfMemoryError("small");
            }
            return result;
        }
    }
}
