package io.cameletl.internal.observe.vitals;

/**
 * What the ledgers hold, as last heard.
 *
 * @param skipped pages, to be replayed
 * @param rejected records, to be replayed
 * @param postponed records that wait for rows which they refer to
 */
public record Ledgers(long skipped, long rejected, long postponed) {
    /** Nothing waits for anybody. */
    static final Ledgers EMPTY = new Ledgers(0, 0, 0);

    Ledgers skipped(int more) {
        return new Ledgers(Math.max(0, skipped + more), rejected, postponed);
    }

    Ledgers rejected(int more) {
        return new Ledgers(skipped, Math.max(0, rejected + more), postponed);
    }

    Ledgers postponed(long waiting) {
        return new Ledgers(skipped, rejected, Math.max(0, waiting));
    }
}
