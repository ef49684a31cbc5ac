package io.cameletl.internal.console.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pipelines of a state database, as last read.
 *
 * @param database where it is, without secrets
 * @param readAt when this was read, by the database's clock; null when it never could be
 * @param ahead how far that clock is ahead of this process's; nothing where that is less than two seconds
 * @param away why it cannot be read now; null when it can be
 * @param total how many pipelines there are
 * @param lines those that are listed, at most 1,000
 */
public record StateOverview(
        String database,
        @Nullable Instant readAt,
        Duration ahead,
        @Nullable String away,
        long total,
        List<StateLine> lines) {
    public StateOverview {
        lines = List.copyOf(lines);
    }
}
