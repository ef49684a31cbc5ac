package io.cameletl.internal.engine.step;

import io.cameletl.StoredCursor;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.page.ReadTimes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page that is in the target.
 *
 * @param rows source rows
 * @param data what they were made into
 * @param end the cursor after it; null when it moved none
 * @param read what it took before its load
 * @param replayed what has left the ledgers with it
 */
public record LoadedPage(
        long rows, List<TargetData> data, @Nullable StoredCursor end, ReadTimes read, LedgerEntries replayed) {
    /** A page of new rows. */
    public LoadedPage(long rows, List<TargetData> data, @Nullable StoredCursor end, ReadTimes read) {
        this(rows, data, end, read, LedgerEntries.NONE);
    }

    /** What waits, tried by itself. */
    static LoadedPage ofWaiting() {
        return new LoadedPage(0, List.of(), null, ReadTimes.none());
    }

    long records() {
        return data.stream().mapToLong(table -> table.records().size()).sum();
    }
}
