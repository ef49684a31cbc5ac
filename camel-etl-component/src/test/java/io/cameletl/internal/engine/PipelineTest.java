package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.StaleLeaseException;
import io.cameletl.StoredCursor;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.driver.PageWriter;
import io.cameletl.internal.engine.spec.CursorCodec;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.MemoryWriter;
import io.cameletl.internal.engine.support.NumberSource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private final MemoryStore store = new MemoryStore();
    private final List<PageReport> pages = new ArrayList<>();
    private final List<RunReport> runs = new ArrayList<>();
    private PageWriter writer = new MemoryWriter(store);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void a_run_loads_every_page_in_order_whatever_is_prefetched(int prefetch) {
        RunReport report = pipeline(new NumberSource(25), 10, 0, prefetch).run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(report.pages()).isEqualTo(3);
        assertThat(report.rows()).isEqualTo(25);
        assertThat(store.loaded).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
        assertThat(store.position.cursor()).isEqualTo(new StoredCursor("java.lang.Integer", "25"));
        assertThat(store.position.window().isOpen()).isFalse();
        assertThat(pages).extracting(PageReport::endCursor).containsExactly("10", "20", "25");
    }

    @Test
    void prefetch_reads_no_further_ahead_than_it_was_told() {
        NumberSource source = new NumberSource(1_000);
        List<Integer> askedAtLoad = new ArrayList<>();
        writer = new MemoryWriter(store) {
            @Override
            public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
                askedAtLoad.add(source.asked.get());
                return super.write(page, move, limits);
            }
        };

        pipeline(source, 10, 0, 2).run(() -> false);

        for (int page = 0; page < askedAtLoad.size(); page++) {
            assertThat(askedAtLoad.get(page)).isLessThanOrEqualTo(page + 3);
        }
    }

    @Test
    void a_second_run_goes_on_where_the_first_ended() {
        NumberSource source = new NumberSource(5);
        pipeline(source, 10, 0, 1).run(() -> false);
        source.last = 8;
        source.now = source.now.plusSeconds(60);

        RunReport second = pipeline(source, 10, 0, 1).run(() -> false);

        assertThat(second.rows()).isEqualTo(3);
        assertThat(store.loaded).isEqualTo(IntStream.rangeClosed(1, 8).boxed().toList());
    }

    @Test
    void a_page_limit_leaves_the_window_open_for_the_next_run() {
        NumberSource source = new NumberSource(25);
        Pipeline<Integer> pipeline = pipeline(source, 10, 2, 1);

        RunReport first = pipeline.run(() -> false);
        Window window = store.position.window();
        source.now = source.now.plusSeconds(60);
        RunReport second = pipeline.run(() -> false);

        assertThat(first.outcome()).isEqualTo(RunOutcome.PAGE_LIMIT);
        assertThat(first.pages()).isEqualTo(2);
        assertThat(window.isOpen()).isTrue();
        assertThat(second.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(store.position.window()).isEqualTo(window.drained());
        assertThat(store.loaded).hasSize(25);
    }

    @Test
    void a_stopping_context_ends_the_run_after_the_page_in_hand() {
        AtomicBoolean stopping = new AtomicBoolean();
        writer = new MemoryWriter(store) {
            @Override
            public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
                stopping.set(true);
                return super.write(page, move, limits);
            }
        };

        RunReport report = pipeline(new NumberSource(100), 10, 0, 1).run(stopping::get);

        assertThat(report.outcome()).isEqualTo(RunOutcome.STOPPED);
        assertThat(store.loaded).hasSize(10);
        assertThat(store.owner).isEmpty();
        assertThat(store.position.window().isOpen()).isTrue();
    }

    @Test
    void a_busy_pipeline_is_a_report_and_no_error() {
        store.owner = "somebody";

        RunReport report = pipeline(new NumberSource(1), 10, 0, 1).run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.BUSY);
        assertThat(report.message()).contains("somebody");
        assertThat(runs).containsExactly(report);
        assertThat(store.loaded).isEmpty();
    }

    @Test
    void a_failing_source_keeps_the_committed_pages_and_the_cursor() {
        NumberSource numbers = new NumberSource(30);
        Source<Integer> source = request -> {
            if (request.after() != null && request.after() == 20) {
                throw new IOException("the network is down");
            }
            return numbers.extract(request);
        };

        assertThatThrownBy(() -> pipeline(source, 10, 0, 1).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"numbers\"")
                .hasMessageContaining("after 2 committed pages")
                .hasMessageContaining("the network is down")
                .hasRootCauseInstanceOf(IOException.class);
        assertThat(store.loaded).hasSize(20);
        assertThat(store.owner).isEmpty();
        assertThat(store.history).extracting(RunReport::outcome).containsExactly(RunOutcome.FAILED);
        assertThat(runs).extracting(RunReport::outcome).containsExactly(RunOutcome.FAILED);
    }

    @Test
    void a_commit_without_answer_is_looked_up_and_the_run_goes_on() {
        AtomicInteger lost = new AtomicInteger();
        writer = new MemoryWriter(store) {
            @Override
            public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
                PageResult counts = super.write(page, move, limits);
                if (lost.getAndIncrement() == 0) {
                    throw new CommitUnknownException(counts, new IOException("connection reset"));
                }
                return counts;
            }
        };

        RunReport report = pipeline(new NumberSource(25), 10, 0, 1).run(() -> false);

        assertThat(report.rows()).isEqualTo(25);
        assertThat(report.tables().get("numbers").inserted()).isEqualTo(25);
        assertThat(store.loaded).isEqualTo(IntStream.rangeClosed(1, 25).boxed().toList());
    }

    @Test
    void a_commit_without_answer_that_did_not_happen_fails_the_run() {
        writer = new MemoryWriter(store) {
            @Override
            public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
                throw new CommitUnknownException(PageResult.all(Map.of()), new IOException("connection reset"));
            }
        };

        assertThatThrownBy(() -> pipeline(new NumberSource(5), 10, 0, 1).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the page is not in");
        assertThat(pages).isEmpty();
        assertThat(store.position.cursor()).isNull();
    }

    @Test
    void a_run_that_lost_its_lease_commits_nothing_more() {
        writer = new MemoryWriter(store) {
            @Override
            public PageResult write(List<TargetData> page, CursorMove move, PageLimits limits) throws Exception {
                PageResult counts = super.write(page, move, limits);
                store.owner = "another";
                return counts;
            }
        };

        assertThatThrownBy(() -> pipeline(new NumberSource(100), 10, 0, 1).run(() -> false))
                .isInstanceOf(StaleLeaseException.class);
        assertThat(store.loaded).hasSize(10);
        assertThat(store.owner).isEqualTo("another");
    }

    @Test
    void a_source_whose_cursor_stands_still_is_refused() {
        Source<Integer> source = request -> new ExtractResponse<>(List.of(1), 1, true);

        assertThatThrownBy(() -> pipeline(source, 10, 0, 0).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("does not advance");
        assertThat(store.loaded).hasSize(1);
    }

    @Test
    void a_source_whose_cursor_goes_back_is_refused() {
        Source<Integer> source = request -> new ExtractResponse<>(List.of(1), request.after() == null ? 7 : 6, true);

        assertThatThrownBy(() -> pipeline(source, 10, 0, 0).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("does not advance: 6 after 7");
    }

    @Test
    void a_page_without_an_end_cursor_is_refused() {
        Source<Integer> source = request -> new ExtractResponse<>(List.of(1, 2), null, false);

        assertThatThrownBy(() -> pipeline(source, 10, 0, 1).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("2 rows")
                .hasMessageContaining("no end cursor");
        assertThat(store.loaded).isEmpty();
    }

    @Test
    void a_stored_cursor_of_another_type_is_refused() {
        store.position = new Position(0, new StoredCursor("java.lang.String", "\"x\""), Window.NONE);

        assertThatThrownBy(() -> pipeline(new NumberSource(5), 10, 0, 1).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("operation=seek");
    }

    @Test
    void an_empty_page_with_a_cursor_moves_the_cursor() {
        Source<Integer> source = request -> new ExtractResponse<>(List.of(), 99, false);

        pipeline(source, 10, 0, 1).run(() -> false);

        assertThat(store.position.cursor()).isEqualTo(new StoredCursor("java.lang.Integer", "99"));
    }

    @Test
    void a_listener_that_fails_changes_nothing() {
        PipelineListener failing = new PipelineListener() {
            @Override
            public void pageCommitted(PageReport page) {
                throw new IllegalStateException("listener");
            }
        };

        RunReport report = new Pipeline<>(
                        spec(new NumberSource(5), 10, 0, 1),
                        new MemoryDriver(store, () -> writer),
                        List.of(failing),
                        Clock.systemUTC())
                .run(() -> false);

        assertThat(report.outcome()).isEqualTo(RunOutcome.DRAINED);
    }

    @Test
    void the_window_stays_the_consistency_delay_behind_the_sources_clock() {
        NumberSource source = new NumberSource(5);

        RunReport report = pipeline(source, 10, 0, 1).run(() -> false);

        assertThat(store.position.window().beforeAt()).isEqualTo(source.now.minusSeconds(10));
        assertThat(report.lag()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void a_source_that_says_it_is_incomplete_fails_the_run_after_its_pages() {
        NumberSource numbers = new NumberSource(5);
        Source<Integer> source = new Source<>() {
            @Override
            public ExtractResponse<Integer> extract(io.cameletl.ExtractRequest<Integer> request) {
                return numbers.extract(request);
            }

            @Override
            public void checkComplete() {
                throw new EtlException("numbers", "3 rows have no number");
            }
        };

        assertThatThrownBy(() -> pipeline(source, 10, 0, 1).run(() -> false)).hasMessageContaining("3 rows");
        assertThat(store.loaded).hasSize(5);
    }

    @Test
    void next_and_load_walk_the_window_page_by_page() throws Exception {
        NumberSource source = new NumberSource(15);
        Pipeline<Integer> pipeline = pipeline(source, 10, 0, 1);

        PagesOfRoute.NextPage<Integer> first = pipeline.pages().next();
        pipeline.pages().load(source.extract(first.request()), first.version());
        PagesOfRoute.NextPage<Integer> second = pipeline.pages().next();
        pipeline.pages().load(source.extract(second.request()), second.version());

        assertThat(second.request().after()).isEqualTo(10);
        assertThat(second.request().beforeAt()).isEqualTo(first.request().beforeAt());
        assertThat(store.loaded).hasSize(15);
        assertThat(store.position.window().isOpen()).isFalse();
        assertThatThrownBy(() -> pipeline.pages().load(source.extract(second.request()), second.version()))
                .isInstanceOf(StaleLeaseException.class);
    }

    @Test
    void seek_sets_the_cursor_and_forgets_the_window() throws Exception {
        NumberSource source = new NumberSource(15);
        Pipeline<Integer> pipeline = pipeline(source, 10, 1, 1);
        pipeline.run(() -> false);

        pipeline.by(MemoryStore.TESTER).seek(3);

        assertThat(store.position.cursor()).isEqualTo(new StoredCursor("java.lang.Integer", "3"));
        assertThat(store.position.window()).isEqualTo(Window.NONE);
    }

    private Pipeline<Integer> pipeline(Source<Integer> source, int pageSize, int maxPages, int prefetch) {
        PipelineListener listener = new PipelineListener() {
            @Override
            public void pageCommitted(PageReport page) {
                pages.add(page);
            }

            @Override
            public void runEnded(RunEnd end) {
                runs.add(end.run());
            }
        };
        return new Pipeline<>(
                spec(source, pageSize, maxPages, prefetch),
                new MemoryDriver(store, () -> writer),
                List.of(listener),
                Clock.fixed(Instant.EPOCH, java.time.ZoneOffset.UTC));
    }

    private static PipelineSpec<Integer> spec(Source<Integer> source, int pageSize, int maxPages, int prefetch) {
        return new PipelineSpec<>(
                "numbers",
                source,
                null,
                "numbers",
                new CursorCodec<>("numbers", Integer.class),
                null,
                new PipelineSettings(
                        pageSize,
                        0,
                        maxPages,
                        prefetch,
                        2,
                        1,
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        Duration.ZERO,
                        RetryPolicy.NONE,
                        FailurePolicy.HOLD));
    }
}
