package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.source.query.shape.LookedUpTypes;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes the page statement and reads its result. */
final class PageQuery {
    private final QuerySpec spec;
    private final QueryShape shape;
    private final LookedUpTypes types;
    private final PageStatement statements;
    private final ResultTexts texts;

    /** @param settings a statement to be executed before, with a semicolon */
    PageQuery(QuerySpec spec, QueryText query, String settings, QueryShape shape, LookedUpTypes types) {
        this.spec = spec;
        this.shape = shape;
        this.types = types;
        this.statements = new PageStatement(spec, query, settings, shape);
        this.texts = new ResultTexts(spec, shape);
    }

    /**
     * A page as it was read.
     *
     * @param rows its rows
     * @param end the last row's cursor values as text; empty when there are no rows
     * @param next the cursor values of the row that follows; null when there is none
     */
    record Page(List<?> rows, List<String> end, @Nullable List<String> next) {}

    /**
     * @return the page; null when the result's columns are no longer those of the shape, or a cursor column holds a NULL
     *     where the shape has none
     */
    @Nullable
    Page read(Connection connection, ExtractRequest<KeysetCursor> request) throws SQLException {
        try (PreparedStatement statement = statements.prepare(connection, request, request.pageSize() + 1L);
                ResultSet result = execute(connection, statement, request)) {
            if (result.isBeforeFirst()) {
                if (!types.fit(connection, shape, result.getMetaData())) {
                    return null;
                }
                texts.requireText(result.getMetaData());
            }
            return page(result, rows(connection, request.pageSize()), request.pageSize());
        }
    }

    /**
     * @param statement that reads columns as those of a page
     * @param expected how many rows there may be
     * @return its rows; null when its columns are no longer those of the shape, or a cursor column holds a NULL
     */
    @Nullable
    List<?> keyed(Connection connection, Query statement, int expected) throws SQLException {
        try (PreparedStatement prepared = statement.prepare(connection, statements.settings());
                ResultSet result = QuerySession.execute(prepared)) {
            if (result.isBeforeFirst()) {
                if (!types.fit(connection, shape, result.getMetaData())) {
                    return null;
                }
                texts.requireText(result.getMetaData());
            }
            PageRows rows = rows(connection, expected);
            while (result.next()) {
                if (!rows.add(result)) {
                    return null;
                }
            }
            return rows.rows();
        }
    }

    private ResultSet execute(Connection connection, PreparedStatement statement, ExtractRequest<KeysetCursor> request)
            throws SQLException {
        try {
            return QuerySession.execute(statement);
        } catch (SQLException failure) {
            if (!UnreadableRow.mayBe(failure)) {
                throw failure;
            }
            QuerySession.afterFailure(connection);
            UnreadableRow.Probe probe = (select, from, offset, limit) ->
                    part(connection, from.isEmpty() ? request : after(request, from), select, offset, limit);
            EtlException found = new UnreadableRow(spec, shape, probe).find(failure, request.pageSize() + 1);
            if (found != null) {
                throw found;
            }
            throw failure;
        }
    }

    private ExtractRequest<KeysetCursor> after(ExtractRequest<KeysetCursor> request, List<String> values) {
        Map<String, String> cursor = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
            cursor.put(shape.cursor().get(i).name(), values.get(i));
        }
        return new ExtractRequest<>(
                request.pipeline(), new KeysetCursor(cursor), request.pageSize(), request.fromAt(), request.beforeAt());
    }

    /** @return the texts of the first row of a part of the page */
    private List<String> part(
            Connection connection, ExtractRequest<KeysetCursor> request, String select, int offset, int limit)
            throws SQLException {
        try (PreparedStatement statement = statements.prepare(connection, select, request, offset, limit)) {
            try (ResultSet result = QuerySession.execute(statement)) {
                List<String> texts = new ArrayList<>();
                int columns = result.next() ? result.getMetaData().getColumnCount() : 0;
                for (int i = 1; i <= columns; i++) {
                    texts.add(String.valueOf(result.getString(i)));
                }
                return texts;
            }
        } catch (SQLException e) {
            QuerySession.afterFailure(connection);
            throw e;
        }
    }

    /** @param pageSize how many rows the page holds at most; the result may have one more */
    private @Nullable Page page(ResultSet result, PageRows rows, int pageSize) throws SQLException {
        List<String> next = null;
        while (result.next()) {
            if (rows.size() == pageSize) {
                next = texts.cursor(result);
                break;
            }
            if (!rows.add(result)) {
                return null;
            }
        }
        return new Page(rows.rows(), rows.size() == 0 ? List.of() : rows.cursor(), next);
    }

    private PageRows rows(Connection connection, int pageSize) throws SQLException {
        int expected = Math.min(pageSize, 10_000);
        return spec.mode() == ValueMode.TEXT && TextPage.suits(connection)
                ? new TextPage(texts, shape, expected)
                : new ValueRows(texts, shape, spec.mode(), expected);
    }
}
