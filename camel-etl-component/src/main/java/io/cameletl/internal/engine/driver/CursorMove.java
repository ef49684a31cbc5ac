package io.cameletl.internal.engine.driver;

import io.cameletl.StoredCursor;
import io.cameletl.TableCounts;
import io.cameletl.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline's position: the last statement of a page's transaction.
 *
 * @param pipeline the pipeline's name
 * @param owner the holder of the lease; null for a page loaded outside a run, which takes no lease
 * @param version the version the step starts from; the step leaves {@code version + 1}
 * @param cursor the new cursor; null to leave it
 * @param window the new window
 * @param readAt the source's time once the page was read; records that are postponed keep it
 * @param replayed entries of the ledgers that a replay has loaded, or read again: they leave with this step
 * @param loaded what a page did that was loaded outside of runs; null for every other step
 * @param shard the range of a first load whose step it is; null when it is the pipeline's own
 * @param pass the step of a pass that is taken with it; null for none
 */
public record CursorMove(
        String pipeline,
        @Nullable String owner,
        long version,
        @Nullable StoredCursor cursor,
        Window window,
        Instant readAt,
        LedgerEntries replayed,
        @Nullable TableCounts loaded,
        Shard.@Nullable Move shard,
        @Nullable PassStep pass) {
    /** A step without records: the ledgers stay as they are. */
    public CursorMove(
            String pipeline, @Nullable String owner, long version, @Nullable StoredCursor cursor, Window window) {
        this(pipeline, owner, version, cursor, window, Instant.EPOCH);
    }

    /** A step with the records of a run or a load: the ledgers stay as they are. */
    public CursorMove(
            String pipeline,
            @Nullable String owner,
            long version,
            @Nullable StoredCursor cursor,
            Window window,
            Instant readAt) {
        this(pipeline, owner, version, cursor, window, readAt, LedgerEntries.NONE);
    }

    /** A step of a run's page. */
    public CursorMove(
            String pipeline,
            @Nullable String owner,
            long version,
            @Nullable StoredCursor cursor,
            Window window,
            Instant readAt,
            LedgerEntries replayed) {
        this(pipeline, owner, version, cursor, window, readAt, replayed, null, null, null);
    }

    /** The same step, with that of a pass. */
    public CursorMove with(@Nullable PassStep step) {
        return new CursorMove(pipeline, owner, version, cursor, window, readAt, replayed, loaded, shard, step);
    }

    /** The same step, of a range. */
    public CursorMove of(Shard.Move range) {
        return with(replayed, loaded, range);
    }

    /** The same step, with what its page did, by table; a run's page counts in the run. */
    public CursorMove after(Collection<TableCounts> counts) {
        return owner != null
                ? this
                : with(replayed, counts.stream().reduce(TableCounts.NONE, TableCounts::plus), shard);
    }

    /** The same step, which also removes records from the ledger that are in the target now. */
    public CursorMove andRemoves(List<Long> records) {
        if (records.isEmpty()) {
            return this;
        }
        List<Long> all = Stream.concat(replayed.rejectedRecords().stream(), records.stream())
                .toList();
        return with(new LedgerEntries(replayed.skippedPages(), all), loaded, shard);
    }

    private CursorMove with(LedgerEntries gone, @Nullable TableCounts counts, Shard.@Nullable Move range) {
        return new CursorMove(pipeline, owner, version, cursor, window, readAt, gone, counts, range, pass);
    }

    /**
     * Entries of the ledgers.
     *
     * @param skippedPages their numbers
     * @param rejectedRecords their numbers
     */
    public record LedgerEntries(List<Long> skippedPages, List<Long> rejectedRecords) {
        /** Nothing. */
        public static final LedgerEntries NONE = new LedgerEntries(List.of(), List.of());

        public LedgerEntries {
            skippedPages = List.copyOf(skippedPages);
            rejectedRecords = List.copyOf(rejectedRecords);
        }

        /** @return whether nothing leaves */
        public boolean isEmpty() {
            return skippedPages.isEmpty() && rejectedRecords.isEmpty();
        }
    }
}
