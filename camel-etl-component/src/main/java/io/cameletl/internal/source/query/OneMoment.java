package io.cameletl.internal.source.query;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.spec.Momentary.PageUse;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.watch.Section;
import io.cameletl.internal.source.query.page.QueryPages;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** Reads the pages of a query as they are at one moment: by one snapshot of the server, in one transaction. */
record OneMoment(QueryDatabase database, QueryPages pages) {
    private static final String SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    /** A failure of those who use a page passes through unchanged. */
    private static final class UseFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Exception failure;

        UseFailed(Exception failure) {
            super(failure);
            this.failure = failure;
        }
    }

    void read(ExtractRequest<KeysetCursor> first, PageUse<KeysetCursor> use) throws Exception {
        try {
            database.ask(
                    "read pages of the query at one moment",
                    connection -> Connections.transaction(connection, same -> {
                        // Where connections are lent without autocommit, one is in a transaction already.
                        same.rollback();
                        Sql.run(same, SNAPSHOT);
                        return all(same, first, use);
                    }));
        } catch (UseFailed e) {
            throw e.failure;
        }
    }

    private boolean all(Connection connection, ExtractRequest<KeysetCursor> first, PageUse<KeysetCursor> use)
            throws SQLException {
        ExtractRequest<KeysetCursor> request = first;
        while (true) {
            ExtractResponse<KeysetCursor> page = pages.read(connection, request, null);
            // Who uses it waits for other connections, or for whatever a transform asks.
            Section.inUsersHands(true);
            try {
                use.of(page);
            } catch (Exception e) {
                throw new UseFailed(e);
            } finally {
                Section.inUsersHands(false);
            }
            if (!page.hasNextPage()) {
                return true;
            }
            request = new ExtractRequest<>(
                    first.pipeline(), page.endCursor(), first.pageSize(), first.fromAt(), first.beforeAt());
        }
    }
}
