package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.CursorMove;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where pipelines stand. */
final class PipelineRow {
    private PipelineRow() {}

    static Position read(Connection connection, StateSql sql, String pipeline) throws SQLException {
        Position position = find(connection, sql, pipeline);
        if (position == null) {
            create(connection, sql, pipeline);
            position = find(connection, sql, pipeline);
        }
        if (position == null) {
            throw new SQLException("the pipeline's new row in etl_pipeline has been deleted");
        }
        return position;
    }

    static void create(Connection connection, StateSql sql, String pipeline) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.create)) {
            // no row means that somebody else created it just now
            binder.text(pipeline).update();
        }
    }

    static long move(Connection connection, StateSql sql, CursorMove move) throws SQLException {
        long version;
        try (StateStatement binder = StateStatement.of(connection, sql.move);
                ResultSet row = binder.text(move.pipeline())
                        .number(move.version())
                        .text(move.owner())
                        .text(json(move))
                        .text(move.cursor() == null ? null : move.cursor().type())
                        .time(move.window().fromAt())
                        .time(move.window().beforeAt())
                        .query()) {
            if (!row.next()) {
                throw Leases.stale(connection, sql, move);
            }
            version = row.getLong(1);
        }
        Ledgers.settle(connection, sql, move);
        return version;
    }

    static boolean taken(Connection connection, StateSql sql, CursorMove move) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.taken);
                ResultSet row = binder.number(move.version())
                        .text(move.owner())
                        .text(json(move))
                        .text(move.pipeline())
                        .query()) {
            return row.next() && row.getBoolean(1);
        }
    }

    static int seek(Connection connection, StateSql sql, String pipeline, StoredCursor cursor) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.seek)) {
            return binder.text(pipeline).text(cursor.json()).text(cursor.type()).update();
        }
    }

    static int pause(Connection connection, StateSql sql, String pipeline, boolean paused) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.pause)) {
            return binder.text(pipeline).truth(paused).update();
        }
    }

    private static @Nullable Position find(Connection connection, StateSql sql, String pipeline) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.position);
                ResultSet row = binder.text(pipeline).query()) {
            return row.next() ? Reader.position(row, 1) : null;
        }
    }

    private static @Nullable String json(CursorMove move) {
        return move.cursor() == null ? null : move.cursor().json();
    }
}
