package io.cameletl.internal.console.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pipelines of a state database.
 *
 * @param at now, by the clock of the state database; of the first where there are several
 * @param readAt when this was read from the database, by its clock; null when it never could be
 * @param database where the state is, as {@code host/database, schema}: nothing in it is secret
 * @param away why the database cannot be read now; null when it can be
 * @param counts of all pipelines
 * @param pipelines worst first
 * @param omitted how many more there are than are listed
 * @param filter which of them the viewer wants to see; the pages do the choosing
 */
public record Overview(
        Instant at,
        @Nullable Instant readAt,
        String database,
        @Nullable String away,
        Counts counts,
        List<PipelineLine> pipelines,
        long omitted,
        Filter filter) {
    public Overview {
        pipelines = List.copyOf(pipelines);
    }

    /**
     * What the parameters {@code show} and {@code q} of the address ask for.
     *
     * @param show {@code failing}, {@code open}, {@code stalled}, {@code late}, {@code running}, {@code paused} or {@code
     *     ledgers}; null, and anything else, for all
     * @param search what the name is to have in it; null for anything
     */
    public record Filter(@Nullable String show, @Nullable String search) {
        public static final Filter NONE = new Filter(null, null);
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
