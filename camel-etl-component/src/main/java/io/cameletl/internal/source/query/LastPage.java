package io.cameletl.internal.source.query;

import io.cameletl.ExtractRequest;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.source.query.page.PageStatement;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The page that was asked for last, to be shown.
 *
 * @param query as the database reads it
 */
record LastPage(QuerySpec spec, QueryText query, ExtractRequest<KeysetCursor> request) {
    String sql(QueryShape shape) {
        return PageSql.of(query, shape, request.after() != null);
    }

    /** Executes nothing. */
    String plan(Connection connection, String settings, QueryShape shape) throws SQLException {
        PageStatement statements = new PageStatement(spec, query, settings, shape);
        try (PreparedStatement statement = statements.explain(connection, request, request.pageSize() + 1L);
                ResultSet lines = QuerySession.execute(statement)) {
            return Sql.lines(lines);
        }
    }
}
