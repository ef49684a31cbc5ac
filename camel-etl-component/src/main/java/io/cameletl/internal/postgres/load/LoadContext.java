package io.cameletl.internal.postgres.load;

import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.Connection;

/**
 * What the steps of one page's load share. Made once per page and used by one thread.
 *
 * @param target where the pipeline's records go, and how
 * @param connection the connection of the page's transaction
 * @param knownTables the tables that are expected to get only new rows; outlives the page
 * @param synchronous whether the commit waits until it is on disk
 * @param rejects the page's bad records
 * @param postponed the page's records that wait for rows which they refer to
 * @param attempts how often records of the page were loaded
 */
public record LoadContext(
        PostgresTargetSpec target,
        Connection connection,
        KnownTables knownTables,
        boolean synchronous,
        Rejects rejects,
        PostponedRecords postponed,
        Attempts attempts) {
    /**
     * The context of a page that nothing has been loaded of.
     *
     * @param rejects how many bad records may be set aside
     * @param postponed takes the records that are to wait
     */
    public static LoadContext of(
            PostgresTargetSpec target,
            Connection connection,
            KnownTables knownTables,
            boolean synchronous,
            int rejects,
            PostponedRecords postponed) {
        return new LoadContext(
                target,
                connection,
                knownTables,
                synchronous,
                new Rejects(target.pipeline(), rejects),
                postponed,
                new Attempts(connection));
    }

    /** @return the pipeline's name, for messages */
    public String pipeline() {
        return target.pipeline();
    }
}
