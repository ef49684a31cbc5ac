package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.source.query.compare.ComparedQuery;
import io.cameletl.internal.source.query.compare.ComparedScope;
import io.cameletl.internal.source.query.compare.KeyJoin;
import io.cameletl.internal.source.query.shape.LookedUpTypes;
import io.cameletl.internal.source.query.shape.Orderings;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a query's pages, by {@link PageCopy} or else {@link PageQuery}, and sees to it that each ends well. Thread-safe. */
public final class QueryPages {
    /** From so many rows on a page is worth being read by COPY. */
    public static final int COPIED = 5_000;

    /** A COPY takes the round trips of so many pages. */
    private static final int PAGES = 3;

    private final QueryDatabase database;
    private final QuerySpec spec;
    private final LookedUpTypes types = new LookedUpTypes();
    private final PageCopy copies;
    private final int copied;
    private final RowWidth width = new RowWidth();

    /** @param copied from how many rows on pages are read by COPY where that is possible */
    public QueryPages(QueryDatabase database, int copied) {
        this.database = database;
        this.spec = database.spec();
        this.copies = new PageCopy(spec);
        this.copied = copied;
    }

    /**
     * @param end the cursor after which no row is read; null for none
     * @throws EtlException when the page ends between two rows of equal cursor values, or its columns do not stay the same
     */
    public ExtractResponse<KeysetCursor> read(
            Connection connection, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor end)
            throws SQLException {
        return checked(connection, page(connection, request, end));
    }

    /** Reads more rows than {@code pageSize} where they are read by COPY, and their bytes can be told from those before. */
    public ExtractResponse<KeysetCursor> readLarge(
            Connection connection, ExtractRequest<KeysetCursor> request, LargePage most) throws SQLException {
        PageQuery.Page page = null;
        QueryShape shape = database.shape(connection);
        LargePage large = width.of(most, BinaryPage.suits(shape, most.binary()));
        boolean worth = large.rows() > request.pageSize()
                && large.rows() >= Math.min(copied, (long) PAGES * request.pageSize());
        if (worth && copies.suits(connection, shape, request.after())) {
            page = copies.read(connection, statements(connection, shape), types, request, large);
        }
        return checked(connection, page == null ? page(connection, request, null) : page);
    }

    private PageQuery.Page page(Connection connection, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor end)
            throws SQLException {
        PageQuery.Page page = readOnce(connection, request, end);
        if (page == null) {
            types.clear();
            database.describeAnew(connection);
            page = readOnce(connection, request, end);
        }
        if (page == null) {
            throw changing();
        }
        return page;
    }

    private ExtractResponse<KeysetCursor> checked(Connection connection, PageQuery.Page page) throws SQLException {
        if (page.rows().isEmpty()) {
            return ExtractResponse.drained();
        }
        new TieCheck(spec, database.text(connection), database.settings())
                .check(connection, database.shape(connection), page);
        KeysetCursor reached = spec.cursor(page.end());
        copies.follow(page.next() == null ? null : reached);
        QueryShape shape = database.shape(connection);
        width.measure(page.rows(), shape.columns().size() + shape.cursor().size());
        return new ExtractResponse<>(page.rows(), reached, page.next() != null);
    }

    /**
     * @param columns the key's columns
     * @return the rows of some keys, of those that the scope has, in the cursor's order
     * @throws EtlException when the query has no such column, or its columns do not stay the same
     */
    public List<?> keyed(
            Connection connection, Scope<KeysetCursor> scope, List<String> columns, List<List<String>> keys)
            throws SQLException {
        List<?> rows = keyedOnce(connection, scope, columns, keys);
        if (rows == null) {
            types.clear();
            database.describeAnew(connection);
            rows = keyedOnce(connection, scope, columns, keys);
        }
        if (rows == null) {
            throw changing();
        }
        return rows;
    }

    private @Nullable List<?> keyedOnce(
            Connection connection, Scope<KeysetCursor> scope, List<String> columns, List<List<String>> keys)
            throws SQLException {
        QueryText query = database.text(connection);
        QueryShape shape = database.shape(connection);
        List<QueryShape.Column> named = columns.stream()
                .map(name -> ComparedQuery.column(spec, shape, name))
                .toList();
        KeyJoin join = KeyJoin.of(columns, new Orderings(spec, query).of(connection, database.settings(), named));
        return new PageQuery(spec, query, database.settings(), shape, types)
                .keyed(connection, ComparedScope.keyed(spec, query, shape, scope, join.of(keys)), keys.size());
    }

    private EtlException changing() {
        return new EtlException(spec.pipeline(), "the query's columns change while it is read. Start the run again");
    }

    /** @return null when the result's columns are no longer those of the shape */
    private PageQuery.@Nullable Page readOnce(
            Connection connection, ExtractRequest<KeysetCursor> request, @Nullable KeysetCursor end)
            throws SQLException {
        QueryShape shape = database.shape(connection).upTo(end);
        // Ranges are read by several at a time, and up to an end of their own.
        if (end == null && request.pageSize() >= copied && copies.suits(connection, shape, request.after())) {
            LargePage whole = new LargePage(request.pageSize(), Long.MAX_VALUE);
            PageQuery.Page copied = copies.read(connection, statements(connection, shape), types, request, whole);
            if (copied != null) {
                return copied;
            }
        }
        return new PageQuery(spec, database.text(connection), database.settings(), shape, types)
                .read(connection, request);
    }

    private PageStatement statements(Connection connection, QueryShape shape) throws SQLException {
        return new PageStatement(spec, database.text(connection), database.settings(), shape);
    }
}
