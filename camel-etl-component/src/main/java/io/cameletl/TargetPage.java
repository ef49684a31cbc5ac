package io.cameletl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page on its way to a {@link Target}. A page that comes again unchanged has the same pipeline, end and records. Its
 * end alone does not tell it from others: another page may end there when rows have changed in between, after a seek, or
 * with a lookback.
 *
 * @param pipeline the pipeline's name
 * @param endCursor the cursor after the page, as JSON; null for a page that has none, as in a replay
 * @param data the page's records by table, parents first; may be empty
 */
public record TargetPage(String pipeline, @Nullable String endCursor, List<TargetData> data) {
    public TargetPage {
        data = List.copyOf(data);
    }
}
