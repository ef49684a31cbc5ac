package io.cameletl.internal.source.query.page;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.source.query.shape.CursorColumn;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import io.cameletl.internal.values.TimeWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The statement of a page with its parameters' values, and the settings before it: to be executed by
 * {@link QuerySession#execute}. Reading a page, looking for a row that cannot be read and checking the query at the start
 * go by the same one.
 *
 * @param settings a statement to be executed before, with a semicolon
 */
public record PageStatement(QuerySpec spec, QueryText query, String settings, QueryShape shape) {
    private static final String END_SETTING = "camel_etl.before";

    /** Words that stand for another time whenever they are read: after such a cursor there would never be a row. */
    private static final Pattern MOVING = Pattern.compile("now|today|tomorrow|yesterday", Pattern.CASE_INSENSITIVE);

    /** @param limit how many rows are read at most */
    public PreparedStatement prepare(Connection connection, ExtractRequest<KeysetCursor> request, long limit)
            throws SQLException {
        return prepare(connection, "", request, limit);
    }

    /** @param select what of the rows is read, of those from an offset on */
    PreparedStatement prepare(
            Connection connection, String select, ExtractRequest<KeysetCursor> request, long offset, long limit)
            throws SQLException {
        String sql = PageSql.of(select, query, shape, request.after() != null) + "\nLIMIT ? OFFSET ?";
        PreparedStatement statement = prepare(connection, sql);
        int parameter = bind(statement, 1, request);
        statement.setLong(parameter, limit);
        statement.setLong(parameter + 1, offset);
        return statement;
    }

    /** The same, whose result is the server's plan. */
    public PreparedStatement explain(Connection connection, ExtractRequest<KeysetCursor> request, long limit)
            throws SQLException {
        return prepare(connection, "EXPLAIN ", request, limit);
    }

    /** The page's rows by {@code COPY}; to be executed after {@link #prepareSettings}. */
    String copy(Connection connection, CopyRows rows, long limit) throws SQLException {
        String page =
                PageSql.ofSettings(rows.columns(), query, shape, afterSettings(), END_SETTING) + "\nLIMIT " + limit;
        // As the driver would send it: with operators of question marks written once.
        return connection.nativeSQL("COPY (\n" + page + "\n) TO STDOUT" + (rows.isBinary() ? " (FORMAT binary)" : ""));
    }

    /**
     * Makes settings of the cursor's values and the window's end, and answers the query's columns without a row. The lock
     * on its tables keeps them as they are until the transaction ends.
     */
    PreparedStatement prepareSettings(Connection connection, ExtractRequest<KeysetCursor> request) throws SQLException {
        List<String> names = new ArrayList<>(afterSettings());
        if (shape.hasWindow()) {
            names.add(END_SETTING);
        }
        String set = names.stream()
                .map(name -> "pg_catalog.set_config('" + name + "', ?, true)")
                .collect(Collectors.joining(",\n       ", "SELECT ", ";\n"));
        PreparedStatement statement =
                prepare(connection, set + "SELECT q.*\nFROM (\n" + query.sql() + "\n) q\nLIMIT 0");
        int parameter = 1;
        for (CursorColumn column : shape.cursor()) {
            statement.setString(parameter++, after(request, column.column()));
        }
        if (shape.hasWindow()) {
            statement.setString(parameter, TimeWriter.inZone(request.beforeAt(), spec.zone()));
        }
        return statement;
    }

    /** The server's plan for {@link #copy}. */
    PreparedStatement explainCopy(Connection connection, long limit) throws SQLException {
        return connection.prepareStatement("EXPLAIN "
                + PageSql.ofSettings("q.*", query, shape, afterSettings(), END_SETTING) + "\nLIMIT " + limit);
    }

    private List<String> afterSettings() {
        return IntStream.rangeClosed(1, shape.cursor().size())
                .mapToObj(place -> "camel_etl.after_" + place)
                .toList();
    }

    private PreparedStatement prepare(
            Connection connection, String before, ExtractRequest<KeysetCursor> request, long limit)
            throws SQLException {
        PreparedStatement statement = prepare(connection, before + PageSql.of(query, shape, request.after() != null));
        statement.setLong(bind(statement, 1, request), limit);
        return statement;
    }

    /** @param sql whose parameters are to be bound */
    public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(settings + sql);
        // Never a server-side prepared statement: its results come in binary, which the driver would print in its own
        // way, and it is planned without the cursor's values.
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    /**
     * @param from the place of the first parameter
     * @return the place of the parameter that follows
     */
    public int bind(PreparedStatement statement, int from, ExtractRequest<KeysetCursor> request) throws SQLException {
        int parameter = bind(statement, from, request.after());
        parameter = bind(statement, parameter, shape.end());
        if (shape.hasWindow()) {
            statement.setObject(parameter++, TimeWriter.inZone(request.beforeAt(), spec.zone()), Types.OTHER);
        }
        return parameter;
    }

    private int bind(PreparedStatement statement, int from, @Nullable KeysetCursor cursor) throws SQLException {
        int parameter = from;
        if (cursor != null) {
            for (int place : PageSql.parameters(shape.cursor())) {
                QueryShape.Column column = shape.cursor().get(place).column();
                String value = cursor.values().get(column.name());
                requireFixed(column, value);
                statement.setObject(parameter++, value, Types.OTHER);
            }
        }
        return parameter;
    }

    private @Nullable String after(ExtractRequest<KeysetCursor> request, QueryShape.Column column) {
        KeysetCursor after = request.after();
        String value = after == null ? null : after.values().get(column.name());
        requireFixed(column, value);
        return value;
    }

    private void requireFixed(QueryShape.Column column, @Nullable String value) {
        if (value != null
                && (column.isTime() || column.sqlType() == Types.TIME)
                && MOVING.matcher(value).find()) {
            throw new EtlException(
                    spec.pipeline(),
                    "the cursor has \"" + value + "\" for the time in " + Identifier.of(column.name())
                            + ", which is another whenever it is read. Set a cursor with a time that stays");
        }
    }
}
