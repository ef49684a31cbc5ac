package io.cameletl.internal.engine.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TargetData;
import io.cameletl.Window;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a window page by page: asks the source, checks its answer, transforms the rows. Not thread-safe. */
public final class PageReader<C> {
    private final PipelineSpec<C> spec;
    private final Window window;
    private @Nullable C after;
    private boolean drained;
    private final Retry retry;

    /** The page as last read, when its rows could not be transformed. */
    private @Nullable ExtractedPage<C> untransformed;

    public PageReader(PipelineSpec<C> spec, Window window, @Nullable C after, Retry retry) {
        this.retry = retry;
        this.spec = spec;
        this.window = window;
        this.after = after;
        this.drained = !window.isOpen();
    }

    /**
     * Tries again what fails for a reason that may pass. The rows are read anew for it: the transform may have altered
     * them.
     *
     * @return the next page, with its failure when it could not be transformed; null when the window is drained
     */
    @Nullable
    public ExtractedPage<C> next() throws Exception {
        if (drained) {
            return null;
        }
        ExtractedPage<C> page = page();
        drained = !page.hasNextPage();
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
        ExtractResponse<C> response = extract();
        C end = response.endCursor();
        check(response, end);
        boolean moved = end != null && (!response.rows().isEmpty() || !end.equals(after));
        try {
            List<TargetData> data = response.rows().isEmpty() ? List.of() : PageTransform.of(spec, response.rows());
            return new ExtractedPage<>(response.size(), after, data, moved ? end : null, response.hasNextPage(), null);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            untransformed = new ExtractedPage<>(
                    response.size(), after, List.of(), moved ? end : null, response.hasNextPage(), e);
            throw e;
        }
    }

    private ExtractResponse<C> extract() throws Exception {
        ExtractRequest<C> request = new ExtractRequest<>(
                spec.name(), after, spec.settings().pageSize(), window.fromAt(), window.beforeAt());
        ExtractResponse<C> response = spec.source().extract(request);
        if (response == null) {
            throw new EtlException(
                    spec.name(), "the source answered null; a source without rows answers ExtractResponse.drained()");
        }
        return response;
    }

    /** A source whose cursor stands still would be asked for the same page for ever; one that goes back, in a circle. */
    @SuppressWarnings("unchecked")
    private void check(ExtractResponse<C> response, @Nullable C end) {
        if (end == null) {
            if (response.hasNextPage() || !response.rows().isEmpty()) {
                throw new EtlException(
                        spec.name(),
                        "the source answered " + response.size() + " rows, hasNextPage=" + response.hasNextPage()
                                + " and no end cursor. A page with rows, or with a next page, needs the cursor of its"
                                + " last row");
            }
            return;
        }
        boolean advanced = !end.equals(after);
        if (advanced && after instanceof Comparable<?> && end instanceof Comparable<?>) {
            advanced = ((Comparable<Object>) end).compareTo(after) > 0;
        }
        if (!advanced && response.hasNextPage()) {
            throw new EtlException(
                    spec.name(),
                    "the source answered hasNextPage=true with an end cursor that does not advance: " + end + " after "
                            + after + ". It would be asked for this page for ever; the end cursor must be that of the"
                            + " page's last row, and rows must be read after the request's cursor, exclusive");
        }
    }
}
