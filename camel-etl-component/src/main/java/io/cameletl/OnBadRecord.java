package io.cameletl;

/** What becomes of a page with records that the target refuses. */
public enum OnBadRecord {
    /** The page fails. */
    FAIL,
    /** Those records are set aside in a ledger, to be replayed; the rest is loaded. */
    REJECT
}
