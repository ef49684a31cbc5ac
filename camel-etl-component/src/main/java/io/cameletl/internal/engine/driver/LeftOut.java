package io.cameletl.internal.engine.driver;

import java.util.List;

/**
 * The records of a page that are not in the target, and that the ledger keeps in the page's transaction.
 *
 * @param rejected the bad ones, which a replay brings back
 * @param postponed those that wait for rows which they refer to; the following pages try them again. One that waited
 *     before has its number in the ledger
 */
public record LeftOut(List<RejectedRecord> rejected, List<RejectedRecord> postponed) {
    /** Every record is in. */
    public static final LeftOut NONE = new LeftOut(List.of(), List.of());

    public LeftOut {
        rejected = List.copyOf(rejected);
        postponed = List.copyOf(postponed);
    }
}
