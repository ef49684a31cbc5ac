package io.cameletl.internal.engine.reconcile;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.SkippedPage;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.Progress.Phase;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Growth;
import io.cameletl.internal.engine.page.PageReader;
import io.cameletl.internal.engine.page.Prefetch;
import io.cameletl.internal.engine.page.StoppedException;
import io.cameletl.internal.engine.spec.Momentary;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.engine.spec.Ranged;
import io.cameletl.internal.engine.spec.Ranged.Ranges;
import io.cameletl.internal.engine.step.RunContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads pages of a pipeline's source for a survey, as its runs read and transform them. Used by one thread. */
final class SourcePages<C> {
    /** No row changes later. */
    private static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;

    SourcePages(RunContext<C> context) {
        this.context = context;
        this.spec = context.spec();
    }

    /** What is done with a page. */
    interface Use {
        void of(List<TargetData> data, int rows) throws Exception;
    }

    /** All rows that changed before a time. */
    void before(Instant end, Use use) throws Exception {
        read(
                new Window(Window.NONE.fromAt(), end),
                spec.seed(),
                null,
                spec.settings().pageSize(),
                use);
    }

    /** All rows up to the cursor after which the pipeline began, and maybe more. */
    void beforeSeed(C seed, Instant end, Use use) throws Exception {
        read(new Window(Window.NONE.fromAt(), end), null, seed, spec.settings().pageSize(), use);
    }

    /**
     * All rows that changed since a time, as they are at one moment.
     *
     * @param after a cursor before all of them
     * @param source the pipeline's
     */
    void since(Instant start, @Nullable C after, Momentary<C> source, Use use) throws Exception {
        // Read again as a whole where that may help: what is done with a page can be done twice.
        context.readRetry().call(() -> {
            context.progress().enter(Phase.EXTRACT);
            source.readAtOneMoment(
                    new ExtractRequest<>(spec.name(), after, spec.settings().pageSize(), start, FAR), page -> {
                        check();
                        context.progress().enter(Phase.VERIFY);
                        use.of(Answers.transform(spec, page.rows()), page.size());
                    });
            return spec;
        });
    }

    /**
     * All rows that changed since a time, page by page while others change.
     *
     * @param after a cursor before all of them
     * @param most how many pages to read
     * @return how many there were; more than {@code most} when there may be others
     */
    long since(Instant start, @Nullable C after, long most, Use use) throws Exception {
        return read(new Window(start, FAR), after, null, spec.settings().pageSize(), most, use);
    }

    private void check() throws StoppedException {
        if (context.stopping().getAsBoolean()) {
            throw new StoppedException(null);
        }
        context.lease().check();
    }

    /** The rows of a page that was skipped. */
    void of(SkippedPage skipped, Use use) throws Exception {
        read(
                skipped.window(),
                spec.cursors().decode(skipped.after()),
                spec.cursors().decode(skipped.end()),
                Math.max(1, skipped.rows()),
                use);
    }

    private long read(Window window, @Nullable C after, @Nullable C end, int pageSize, Use use) throws Exception {
        return read(window, after, end, pageSize, Long.MAX_VALUE, use);
    }

    private long read(Window window, @Nullable C after, @Nullable C end, int pageSize, long most, Use use)
            throws Exception {
        Ranges<C> ranges = end == null ? null : Ranged.of(spec.source());
        PipelineSpec<C> bounded = end == null || ranges == null
                ? spec
                : context.reading(ranges.upTo(end)).spec();
        PageReader.Range<C> range = new PageReader.Range<>(window, after, end, pageSize, Growth.NONE);
        long count = 0;
        try (Prefetch<C> pages = new Prefetch<>(
                spec.name(),
                unwanted -> reader(bounded, range, unwanted),
                spec.settings().prefetch(),
                0)) {
            while (true) {
                check();
                context.progress().enter(Phase.EXTRACT);
                ExtractedPage<C> page = pages.next(context.stopping());
                if (page != null) {
                    count++;
                    context.progress().enter(Phase.VERIFY);
                    use.of(data(page), page.rows());
                }
                if (page == null || !page.hasNextPage()) {
                    return count;
                }
                if (count >= most) {
                    return count + 1;
                }
            }
        }
    }

    private Callable<@Nullable ExtractedPage<C>> reader(
            PipelineSpec<C> bounded, PageReader.Range<C> range, BooleanSupplier unwanted) {
        PageReader<C> reader = new PageReader<>(bounded, range, context.readRetry(unwanted), context.progress());
        WatchedRun watched = context.watched().until(unwanted);
        return () -> watched.call(() -> Optional.ofNullable(reader.next())).orElse(null);
    }

    private List<TargetData> data(ExtractedPage<C> page) throws Exception {
        Exception failure = page.failure();
        if (failure == null || failure instanceof InterruptedException || failure instanceof StoppedException) {
            return page.dataOrThrow();
        }
        throw new EtlException(
                spec.name(),
                "cannot compare what the source has with the target: the transform fails for a page, so that nobody"
                        + " knows what it should make of it. Nothing was written. Mend the transform or the rows, also"
                        + " where the page is skipped: "
                        + (failure.getMessage() == null ? failure.toString() : failure.getMessage()),
                failure);
    }
}
