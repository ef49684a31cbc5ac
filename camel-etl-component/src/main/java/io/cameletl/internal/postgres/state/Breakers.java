package io.cameletl.internal.postgres.state;

import io.cameletl.PipelineStatus.BreakerState;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** Pipelines' circuit breakers. Kept, not judged: an open one whose time has come stays open until told otherwise. */
final class Breakers {
    private Breakers() {}

    static BreakerState read(Connection connection, StateSql sql, String pipeline) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.breaker);
                ResultSet row = binder.text(pipeline).query()) {
            return row.next() ? of(row, 1) : BreakerState.CLOSED;
        }
    }

    static int keep(Connection connection, StateSql sql, String pipeline, BreakerState state) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.keepBreaker)) {
            return binder.text(pipeline)
                    .text(state.open() ? "OPEN" : "CLOSED")
                    .time(state.until())
                    .update();
        }
    }

    /** @param first whether it is open; the next column is until when */
    static BreakerState of(ResultSet row, int first) throws SQLException {
        Instant until = Reader.time(row, first + 1);
        return new BreakerState(row.getBoolean(first), until);
    }
}
