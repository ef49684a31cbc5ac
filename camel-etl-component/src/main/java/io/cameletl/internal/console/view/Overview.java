package io.cameletl.internal.console.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pipelines of a state database.
 *
 * @param at now, by this process's clock
 * @param readAt when this was read from the database, by this process's clock; null when it never could be
 * @param database where the state is, as {@code host/database, schema}: nothing in it is secret
 * @param away why the database cannot be read now; null when it can be
 * @param counts of all pipelines
 * @param pipelines worst first
 * @param omitted how many more there are than are listed
 */
public record Overview(
        Instant at,
        @Nullable Instant readAt,
        String database,
        @Nullable String away,
        Counts counts,
        List<PipelineLine> pipelines,
        long omitted) {
    public Overview {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * How many pipelines are in which condition; one may be in several. And lines in all ledgers.
     *
     * @param all pipelines
     * @param failing whose last run failed
     */
    public record Counts(
            long all,
            long running,
            long failing,
            long late,
            long paused,
            long open,
            long stalled,
            long skipped,
            long rejected,
            long postponed) {}
}
