package io.cameletl.internal.engine.events;

import io.cameletl.PipelineListener;
import io.cameletl.PipelineStatus;
import java.time.Duration;

/**
 * A listener that counts: it hears of each event, also of those that are left out for others as they repeat, and of what
 * others need not know.
 */
public interface EveryEvent extends PipelineListener {
    /** A pipeline starts, and its row says this. The newest runs are left out. */
    default void found(PipelineStatus status) {}

    /** The lease was granted. */
    default void claimed(String pipeline, long postponed) {}

    /** Somebody has paused it, or let it go on, by way of this process. */
    default void paused(String pipeline, boolean isPaused) {}

    /** A page is committed, and with it what it changed in the ledgers, besides what events tell. */
    default void ledgersChanged(String pipeline, LedgerChange change) {}

    /** A comparison of source and target has ended, here or, as the store says, elsewhere. */
    default void verified(String pipeline, Comparison comparison) {}

    /**
     * A comparison of source and target.
     *
     * @param age how long ago it ended
     * @param differences rows that differed
     * @param repaired whether what was found has been repaired
     */
    record Comparison(Duration age, long differences, boolean repaired) {}

    /**
     * What has left the ledgers, and what waits in them.
     *
     * @param pages skipped pages that are loaded
     * @param records rejected records that have left; those that were rejected again are told of anew
     * @param postponed how many records wait in all
     */
    record LedgerChange(int pages, int records, long postponed) {}
}
