package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads a query's pages, by {@link PageCopy} or else {@link PageQuery}, and sees to it that each ends well. Thread-safe. */
final class QueryPages {
    /** From so many rows on a page is worth being read by COPY. */
    static final int COPIED = PageCopy.LEAST;

    private final QueryDatabase database;
    private final QuerySpec spec;
    private final LookedUpTypes types = new LookedUpTypes();
    private final PageCopy copies;

    /** @param copied from how many rows on pages are read by COPY where that is possible */
    QueryPages(QueryDatabase database, int copied) {
        this.database = database;
        this.spec = database.spec();
        this.copies = new PageCopy(spec, copied);
    }

    /**
     * @param end the cursor after which no row is read; null for none
     * @throws EtlException when the page ends between two rows of equal cursor values, or its columns do not stay the same
     */
    ExtractResponse<KeysetCursor> read(
            Connection connection, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor end)
            throws SQLException {
        QueryText query = database.text(connection);
        PageQuery.Page page = readOnce(connection, query, request, end);
        if (page == null) {
            types.clear();
            database.describeAnew(connection);
            page = readOnce(connection, query, request, end);
        }
        if (page == null) {
            throw new EtlException(spec.pipeline(), "the query's columns change while it is read. Start the run again");
        }
        if (page.rows().isEmpty()) {
            return ExtractResponse.drained();
        }
        new TieCheck(spec, query, database.settings()).check(connection, database.shape(connection), page);
        KeysetCursor reached = spec.cursor(page.end());
        copies.follow(page.next() == null ? null : reached);
        return new ExtractResponse<>(page.rows(), reached, page.next() != null);
    }

    /** @return null when the result's columns are no longer those of the shape */
    private PageQuery.@Nullable Page readOnce(
            Connection connection, QueryText query, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor end)
            throws SQLException {
        QueryShape shape = database.shape(connection).upTo(end);
        // Ranges are read by several at a time, and up to an end of their own.
        if (end == null && copies.suits(connection, shape, request)) {
            PageStatement statements = new PageStatement(spec, query, database.settings(), shape);
            PageQuery.Page copied = copies.read(connection, statements, types, request);
            if (copied != null) {
                return copied;
            }
        }
        return new PageQuery(spec, query, database.settings(), shape, types).read(connection, request);
    }
}
