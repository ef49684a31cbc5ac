package io.cameletl;

/**
 * A target of another kind than PostgreSQL. The pipeline's cursor is saved after {@link #load} returned, in a commit of
 * its own: a crash between the two loads the page <strong>again</strong> (at least once). A load must therefore be
 * idempotent. Called by one thread at a time.
 */
@FunctionalInterface
public interface Target {
    /**
     * Loads one page, durably.
     *
     * @param page the page's records, and where they end
     * @throws Exception when any of it did not arrive for certain; the cursor stays, the page will come again
     */
    void load(TargetPage page) throws Exception;
}
