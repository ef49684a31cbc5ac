package io.cameletl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody should know of. Each occurrence is told of once.
 *
 * @param kind what happened
 * @param pipeline the pipeline's name
 * @param runNumber the run it happened in; 0 when in none
 * @param at when, by this machine's clock
 * @param message what happened, in words
 * @param cause what failed; null when nothing did
 * @param details what else is known, such as the skipped page or the number of records, by name
 */
public record EtlEvent(
        Kind kind,
        String pipeline,
        long runNumber,
        Instant at,
        String message,
        @Nullable Exception cause,
        Map<String, Object> details) {
    /** What can happen. */
    public enum Kind {
        /** A run ended because a page could not be loaded. */
        RUN_FAILED,
        /** A page was given up and is in the ledger. */
        PAGE_SKIPPED,
        /** Records were set aside and are in the ledger. */
        RECORDS_REJECTED,
        /** The circuit breaker refuses runs from now on. */
        BREAKER_OPENED,
        /** The circuit breaker lets one run through to see whether things are well again. */
        BREAKER_HALF_OPEN,
        /** The circuit breaker lets runs through again. */
        BREAKER_CLOSED,
        /** The target is further behind the source than {@code lateAfter}; told again only once it had caught up. */
        PIPELINE_LATE
    }

    public EtlEvent {
        details = Map.copyOf(details);
    }
}
