package io.cameletl.internal.source.endpoint;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a page begins where the page before it ended. The row too many, by which a page knew of its successor,
 * is the first of that successor. Where it is not, it has changed since, or the endpoint jumps over rows: because it
 * compares with only a part of the cursor, or because a driver or a session makes another time of the one it is given.
 * Which of the two it is, the page before tells when it is asked for once more. Not thread-safe.
 *
 * @param <C> the pipeline's cursor type
 */
public final class PageSeam<C> {
    private final String pipeline;
    private @Nullable Seam<C> last;

    /** @param next the cursor of the row too many */
    private record Seam<C>(ExtractRequest<C> request, C end, C next) {
        boolean isBefore(ExtractRequest<C> other) {
            return end.equals(other.after()) && request.beforeAt().equals(other.beforeAt());
        }
    }

    public PageSeam(String pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * @param request what a page was asked with
     * @param first the cursor of the first row of its answer; null when there is none
     * @return the request to ask again, whose answer goes to {@link #check}; null when all is well
     */
    public @Nullable ExtractRequest<C> suspicion(ExtractRequest<C> request, @Nullable C first) {
        Seam<C> seam = last;
        return seam != null && seam.isBefore(request) && !seam.next().equals(first) ? seam.request() : null;
    }

    /**
     * @param next the row too many in the answer to the request asked again; null when there is none
     * @throws EtlException when the row is there as it was
     */
    public void check(@Nullable C next) {
        Seam<C> seam = last;
        if (seam != null && seam.next().equals(next)) {
            throw new EtlException(
                    pipeline,
                    "the source was asked for the rows after " + seam.end() + " and left out the next one, "
                            + seam.next() + ", which is still there. Let it compare with all cursorColumns, as in a >="
                            + " x AND (a > x OR (a = x AND b > y)), and with values that mean at the source what they"
                            + " mean here: for a time without zone set sourceTimeZone and compare with"
                            + " :#afterAtText");
        }
    }

    /** @param next the cursor of the row too many; null when the page is the window's last */
    public void remember(ExtractRequest<C> request, @Nullable C end, @Nullable C next) {
        last = end == null || next == null ? null : new Seam<>(request, end, next);
    }
}
