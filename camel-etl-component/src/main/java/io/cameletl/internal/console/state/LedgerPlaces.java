package io.cameletl.internal.console.state;

/**
 * Which page of each ledger is asked for: that after the line of this number, 0 for the first.
 *
 * @param skipped of the skipped pages
 * @param rejected of the rejected records
 * @param postponed of the postponed records
 */
public record LedgerPlaces(long skipped, long rejected, long postponed) {
    /** The first page of each. */
    public static final LedgerPlaces FIRST = new LedgerPlaces(0, 0, 0);
}
