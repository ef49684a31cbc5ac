package io.cameletl.internal.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.NumbersPipeline;
import io.cameletl.internal.values.WireTypes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a page may be. */
class BacklogTest {
    private static final Source<Integer> SOURCE = new Plenty();

    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Backlog backlog = new Backlog(
            NumbersPipeline.of(SOURCE, null, NumbersPipeline.growing(10, 1_000, RetryPolicy.NONE, FailurePolicy.HOLD)),
            stopping::get);

    private void usual(int pages) {
        for (int page = 0; page < pages; page++) {
            assertThat(backlog.next()).isNull();
        }
    }

    private int rows() {
        Backlogged.LargePage most = backlog.next();
        return most == null ? 10 : most.rows();
    }

    @Test
    void a_page_has_as_many_rows_as_are_loaded_in_a_second() {
        usual(8);
        assertThat(rows()).isEqualTo(10);

        backlog.loaded(10, TimeUnit.MILLISECONDS.toNanos(50), WireTypes.NONE);
        assertThat(rows()).isEqualTo(200);
        backlog.loaded(200, TimeUnit.MILLISECONDS.toNanos(100), WireTypes.NONE);
        assertThat(rows()).isEqualTo(1_000);
        backlog.loaded(1_000, TimeUnit.SECONDS.toNanos(4), WireTypes.NONE);
        assertThat(rows()).isEqualTo(250);
        backlog.loaded(250, TimeUnit.SECONDS.toNanos(30), WireTypes.NONE);
        assertThat(rows()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"10, 8", "2500, 8", "5000, 4", "10000, 2", "40000, 2"})
    void pages_that_are_large_as_it_is_need_fewer_before_them(int pageSize, int pages) {
        Backlog large = new Backlog(
                NumbersPipeline.of(
                        SOURCE, null, NumbersPipeline.growing(pageSize, 50_000, RetryPolicy.NONE, FailurePolicy.HOLD)),
                stopping::get);
        large.loaded(pageSize, 1, WireTypes.NONE);

        for (int page = 0; page < pages; page++) {
            assertThat(large.next()).isNull();
        }
        assertThat(large.next()).isNotNull();
    }

    @Test
    void the_last_page_of_a_window_says_nothing_of_the_time_that_rows_take() {
        usual(8);
        backlog.loaded(10, TimeUnit.MILLISECONDS.toNanos(50), WireTypes.NONE);
        backlog.loaded(1, TimeUnit.MILLISECONDS.toNanos(500), WireTypes.NONE);

        assertThat(rows()).isEqualTo(200);
    }

    @Test
    void after_a_failure_pages_are_as_usual_for_a_while_and_longer_after_the_next() {
        usual(8);
        backlog.loaded(10, 1, WireTypes.NONE);
        backlog.failed(new IllegalStateException("too much"));
        usual(64);
        assertThat(rows()).isEqualTo(1_000);

        backlog.failed(new IllegalStateException("too much"));
        usual(128);
        assertThat(rows()).isEqualTo(1_000);
    }

    @Test
    void a_stop_that_cancels_a_large_page_does_not_have_a_usual_one_read() throws Exception {
        backlog.unreadable(new IllegalStateException("too much"));
        stopping.set(true);

        assertThatThrownBy(() -> backlog.unreadable(new IllegalStateException("cancelled")))
                .hasMessage("cancelled");
    }

    private static final class Plenty implements Source<Integer>, Backlogged<Integer> {
        @Override
        public ExtractResponse<Integer> extract(ExtractRequest<Integer> request) {
            return ExtractResponse.drained();
        }

        @Override
        public ExtractResponse<Integer> extract(ExtractRequest<Integer> request, LargePage most) {
            return ExtractResponse.drained();
        }

        @Override
        public boolean mayGrow() {
            return true;
        }
    }
}
