package io.cameletl;

/** What becomes of a page that fails for good. */
public enum OnExhausted {
    /** The run fails and the cursor stays; the next run tries the page again. */
    HOLD,
    /** The page goes into the ledger, the cursor past it, in one transaction; a replay brings it back. */
    SKIP
}
