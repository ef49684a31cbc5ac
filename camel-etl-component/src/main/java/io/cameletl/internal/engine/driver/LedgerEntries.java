package io.cameletl.internal.engine.driver;

import java.util.List;

/**
 * Entries of the ledgers that a replay has loaded, or read again: they leave with the page's transaction.
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
