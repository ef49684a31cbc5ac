package io.cameletl.pipeline;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TargetData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a window page by page: asks the source, checks its answer, transforms the rows. Not thread-safe. */
final class Extraction<C> {
    private final PipelineSpec<C> spec;
    private final Window window;
    private @Nullable C after;
    private boolean drained;

    Extraction(PipelineSpec<C> spec, Window window, @Nullable C after) {
        this.spec = spec;
        this.window = window;
        this.after = after;
        this.drained = !window.isOpen();
    }

    /** @return the next page, or null when the window is drained */
    @Nullable
    Page<C> next() throws Exception {
        if (drained) {
            return null;
        }
        ExtractResponse<C> response = extract();
        C end = response.endCursor();
        check(response, end);
        C from = after;
        boolean moved = end != null && (!response.rows().isEmpty() || !end.equals(after));
        drained = !response.hasNextPage();
        after = end != null ? end : after;
        try {
            List<TargetData> data = response.rows().isEmpty() ? List.of() : Tables.of(spec, response.rows());
            return new Page<>(response.size(), from, data, moved ? end : null, response.hasNextPage(), null);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return new Page<>(response.size(), from, List.of(), moved ? end : null, response.hasNextPage(), e);
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
