package io.cameletl;

/**
 * What {@code operation=reconcile} found and did. Made by camel-etl only; components may be added in minor releases.
 *
 * @param found how the target differed from the source, each range before it was repaired
 * @param run what was written, by table: repaired rows as any page's, and surplus rows as deleted. Its outcome is
 *     {@code RECONCILED} when all ranges were gone over; {@code STOPPED} when a stop ended it, and the next goes on there;
 *     {@code BUSY} or {@code PAUSED} when nothing was done
 */
public record ReconciliationReport(VerificationReport found, RunReport run) {
    /** @return how it ended */
    public RunOutcome outcome() {
        return run.outcome();
    }

    /**
     * The report as a person reads it; the wording may change.
     *
     * @return for instance {@code 300,000 rows compared with users, 2 missing, 0 different, 1 surplus: users +2 ~0 -1}
     */
    public String summary() {
        return found.summary() + (run.tables().isEmpty() ? "" : ": " + TableCounts.summary(run.tables()));
    }
}
