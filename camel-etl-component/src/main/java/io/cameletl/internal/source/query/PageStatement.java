package io.cameletl.internal.source.query;

import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.values.TimeWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.postgresql.PGStatement;

/**
 * The statement of a page with its parameters' values, and the settings before it: to be executed by
 * {@link QuerySession#execute}. Reading a page, looking for a row that cannot be read and checking the query at the start
 * go by the same one.
 *
 * @param settings a statement to be executed before, with a semicolon
 */
record PageStatement(QuerySpec spec, QueryText query, String settings, QueryShape shape) {
    /** @param limit how many rows are read at most */
    PreparedStatement prepare(Connection connection, ExtractRequest<KeysetCursor> request, long limit)
            throws SQLException {
        PreparedStatement statement = prepare(connection, PageSql.of(query, shape, request.after() != null));
        statement.setLong(bind(statement, request), limit);
        return statement;
    }

    /** @param select what of the rows is read, of those from an offset on */
    PreparedStatement prepare(
            Connection connection, String select, ExtractRequest<KeysetCursor> request, long offset, long limit)
            throws SQLException {
        String sql = PageSql.of(select, query, shape, request.after() != null) + "\nLIMIT ? OFFSET ?";
        PreparedStatement statement = prepare(connection, sql);
        int parameter = bind(statement, request);
        statement.setLong(parameter, limit);
        statement.setLong(parameter + 1, offset);
        return statement;
    }

    private PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(settings + sql);
        // Never a server-side prepared statement: its results come in binary, which the driver would print in its own
        // way, and it is planned without the cursor's values.
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        return statement;
    }

    /** @return the place of the parameter that follows */
    private int bind(PreparedStatement statement, ExtractRequest<KeysetCursor> request) throws SQLException {
        KeysetCursor after = request.after();
        int parameter = 1;
        if (after != null) {
            for (int place : PageSql.parameters(shape.cursor())) {
                String value = after.values().get(shape.cursor().get(place).name());
                statement.setObject(parameter++, value, Types.OTHER);
            }
        }
        if (shape.hasWindow()) {
            statement.setObject(parameter++, TimeWriter.inZone(request.beforeAt(), spec.zone()), Types.OTHER);
        }
        return parameter;
    }
}
