package io.cameletl.internal.engine.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads pages one after another: asks the source, checks its answer, transforms the rows. Not thread-safe. */
public final class PageReader<C> {
    private final PipelineSpec<C> spec;
    private final Range<C> range;
    private final Retry retry;
    private final Steps steps;
    private @Nullable C after;
    private boolean ended;

    /** The page as last read, when its rows could not be transformed. */
    private @Nullable ExtractedPage<C> untransformed;

    /**
     * What bounds the pages.
     *
     * @param window the span of change times that they are read from
     * @param after the cursor to begin after; null for the source's beginning
     * @param end the cursor at which to end, once reached or passed; null to read to the window's end
     * @param pageSize rows of a page at most
     * @param growth says when a page may have more
     */
    public record Range<C>(Window window, @Nullable C after, @Nullable C end, int pageSize, Growth growth) {
        /** A cursor without an order, of which nobody can tell that it is past the end, is followed to the window's end. */
        private boolean isReached(@Nullable C cursor) {
            return end != null && cursor != null && (cursor.equals(end) || Answers.isPast(cursor, end));
        }
    }

    /** Hears what is waited for, on the thread that reads. */
    public interface Steps {
        /** The source is asked. */
        void extracting();

        /** The rows are there. */
        void transforming();
    }

    public PageReader(PipelineSpec<C> spec, Range<C> range, Retry retry, Steps steps) {
        this.spec = spec;
        this.range = range;
        this.retry = retry;
        this.steps = steps;
        this.after = range.after();
    }

    /**
     * Tries again what fails for a reason that may pass. The rows are read anew for it: the transform may have altered
     * them.
     *
     * @return the next page, with its failure when it could not be transformed; null after the last
     */
    @Nullable
    public ExtractedPage<C> next() throws Exception {
        if (ended) {
            return null;
        }
        ExtractedPage<C> page = page();
        ended = !page.hasNextPage();
        after = page.endCursor() != null ? page.endCursor() : after;
        return page;
    }

    private ExtractedPage<C> page() throws Exception {
        try {
            return retry.call(this::read);
        } catch (Exception e) {
            ExtractedPage<C> failed = untransformed;
            if (failed == null || failed.failure() != e) {
                throw e;
            }
            return failed;
        }
    }

    private ExtractedPage<C> read() throws Exception {
        untransformed = null;
        steps.extracting();
        long started = System.nanoTime();
        ExtractResponse<C> answer = extract(new ExtractRequest<>(
                spec.name(),
                after,
                range.pageSize(),
                range.window().fromAt(),
                range.window().beforeAt()));
        C end = answer.endCursor();
        boolean goesOn = answer.hasNextPage() && !range.isReached(end);
        if (goesOn && end != null) {
            Answers.checkAdvance(spec.name(), after, end);
        }
        boolean moved = end != null && (!answer.rows().isEmpty() || !end.equals(after));
        steps.transforming();
        long extracted = System.nanoTime();
        try {
            List<TargetData> data = Answers.transform(spec, answer.rows());
            return new ExtractedPage<>(
                    answer.size(), after, data, moved ? end : null, goesOn, null, ReadTimes.of(started, extracted));
        } catch (InterruptedException e) {
            throw e;
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw untransformed(
                    answer, moved ? end : null, goesOn, new EtlException(spec.name(), "the transform failed: " + e, e));
        } catch (Exception e) {
            throw untransformed(answer, moved ? end : null, goesOn, e);
        }
    }

    private ExtractResponse<C> extract(ExtractRequest<C> request) throws Exception {
        Backlogged<C> source = Backlogged.of(spec.source());
        LargePage most = source == null ? null : range.growth().next();
        if (source != null && most != null) {
            try {
                return Answers.extract(spec, request, source, most);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                range.growth().unreadable(e);
            }
        }
        return Answers.extract(spec, request);
    }

    private Exception untransformed(ExtractResponse<C> answer, @Nullable C end, boolean goesOn, Exception failure) {
        untransformed = new ExtractedPage<>(answer.size(), after, List.of(), end, goesOn, failure, ReadTimes.none());
        return failure;
    }
}
