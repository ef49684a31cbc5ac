package io.cameletl;

/**
 * Brings a page from its staging tables into the target tables in place of the generated merge. It runs inside the
 * page's transaction: what it writes and the cursor's move are committed together or not at all.
 */
@FunctionalInterface
public interface CommitFunction {
    /**
     * @param input the staging tables of this page, and the connection of its transaction
     * @throws Exception when the page cannot be committed; everything is rolled back and the cursor stays
     */
    void commit(CommitInput input) throws Exception;
}
