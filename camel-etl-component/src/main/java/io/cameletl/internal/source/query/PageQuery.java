package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.Rows;
import io.cameletl.internal.source.query.QuerySpec.ValueMode;
import io.cameletl.internal.values.ValueReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/**
 * Executes the page statement and reads its result. Every value crosses as text, whatever the {@link ValueMode}: the cursor
 * is made of the texts.
 */
final class PageQuery {
    private static final int TEXT_FORMAT = 0;

    private final QuerySpec spec;
    private final QueryShape shape;
    private final LookedUpTypes types;
    private final PageStatement statements;
    private final @Nullable ValueReader[] readers;
    private final int[] cursor;
    private final int[] row;
    private final int[] omitted;

    /** @param settings a statement to be executed before, with a semicolon */
    PageQuery(QuerySpec spec, QueryText query, String settings, QueryShape shape, LookedUpTypes types) {
        this.spec = spec;
        this.shape = shape;
        this.types = types;
        this.statements = new PageStatement(spec, query, settings, shape);
        this.readers = shape.columns().stream()
                .map(column -> spec.mode() == ValueMode.TEXT
                        ? ValueReader.ofText(column.type())
                        : ValueReader.ofJava(column.type(), column.isArray()))
                .toArray(ValueReader[]::new);
        this.cursor = shape.cursorIndexes();
        this.row = shape.rowIndexes();
        this.omitted = Arrays.stream(cursor)
                .filter(i -> shape.omitted().contains(shape.columns().get(i).name()))
                .toArray();
    }

    /**
     * A page as it was read.
     *
     * @param rows its rows
     * @param end the last row's cursor values as text; empty when there are no rows
     * @param next the cursor values of the row that follows; null when there is none
     */
    record Page(Rows rows, List<String> end, @Nullable List<String> next) {}

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
                requireText(result.getMetaData());
            }
            return page(result, request.pageSize());
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

    private void requireText(ResultSetMetaData meta) throws SQLException {
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            if (meta.unwrap(PGResultSetMetaData.class).getFormat(i) != TEXT_FORMAT) {
                throw new EtlException(
                        spec.pipeline(),
                        "sourceDataSource makes the driver send every result in binary (prepareThreshold=-1), of which"
                                + " a query source cannot read the server's text. Leave that setting out");
            }
        }
    }

    /** @param pageSize how many rows the page holds at most; the result may have one more */
    private @Nullable Page page(ResultSet result, int pageSize) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>(Math.min(pageSize, 10_000));
        @Nullable String[] texts = new String[readers.length];
        List<String> next = null;
        while (result.next()) {
            if (rows.size() == pageSize) {
                next = nextCursor(result);
                break;
            }
            rows.add(row(result, texts));
            if (hasNull(texts)) {
                return null;
            }
        }
        return new Page(new Rows(shape.rowColumns(), rows), rows.isEmpty() ? List.of() : cursorOf(texts), next);
    }

    private @Nullable Object[] row(ResultSet result, @Nullable String[] texts) throws SQLException {
        @Nullable Object[] values = new Object[row.length];
        for (int i = 0; i < values.length; i++) {
            int column = row[i];
            String text = text(result, column);
            texts[column] = text;
            ValueReader reader = readers[column];
            values[i] = reader == null || text == null ? text : reader.read(text);
        }
        for (int column : omitted) {
            texts[column] = text(result, column);
        }
        return values;
    }

    private @Nullable String text(ResultSet result, int column) throws SQLException {
        try {
            return result.getString(column + 1);
        } catch (SQLException e) {
            // The driver has the bytes, and cannot make a text of them.
            throw UnreadableRow.error(
                    spec, key(result, column), shape.columns().get(column).name(), e);
        }
    }

    private String key(ResultSet result, int unreadable) throws SQLException {
        for (int i : cursor) {
            if (i == unreadable) {
                return "";
            }
        }
        return UnreadableRow.key(shape, nextCursor(result));
    }

    private boolean hasNull(@Nullable String[] texts) {
        for (int i : cursor) {
            if (texts[i] == null) {
                return true;
            }
        }
        return false;
    }

    private List<String> cursorOf(@Nullable String[] texts) {
        List<String> values = new ArrayList<>(cursor.length);
        for (int i : cursor) {
            values.add(String.valueOf(texts[i]));
        }
        return values;
    }

    private List<String> nextCursor(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>(cursor.length);
        for (int i : cursor) {
            values.add(String.valueOf(text(result, i)));
        }
        return values;
    }
}
