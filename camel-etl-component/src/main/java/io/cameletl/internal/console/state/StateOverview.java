package io.cameletl.internal.console.state;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pipelines of a state database, as last read.
 *
 * @param database where it is, without secrets
 * @param readAt when this was read, by this process's clock; null when it never could be
 * @param away why it cannot be read now; null when it can be
 * @param total how many pipelines there are
 * @param lines those that are listed, at most 1,000
 */
public record StateOverview(
        String database, @Nullable Instant readAt, @Nullable String away, long total, List<StateLine> lines) {
    public StateOverview {
        lines = List.copyOf(lines);
    }
}
