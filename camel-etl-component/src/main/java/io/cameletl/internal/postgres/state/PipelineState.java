package io.cameletl.internal.postgres.state;

import io.cameletl.ExtractRequest;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.HistoryEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that is known of a pipeline, in two statements. */
final class PipelineState {
    private PipelineState() {}

    static PipelineStatus read(Connection connection, StateSql sql, String pipeline) throws SQLException {
        List<HistoryEntry> runs = RunHistory.newest(connection, sql, pipeline);
        PipelineStatus status = find(connection, sql, pipeline, runs);
        if (status == null) {
            PipelineRow.create(connection, sql, pipeline);
            status = find(connection, sql, pipeline, runs);
        }
        if (status == null) {
            throw new SQLException("the pipeline's new row in etl_pipeline has been deleted");
        }
        return status;
    }

    private static @Nullable PipelineStatus find(
            Connection connection, StateSql sql, String pipeline, List<HistoryEntry> runs) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.status);
                ResultSet row =
                        binder.time(ExtractRequest.BEGINNING).text(pipeline).query()) {
            if (!row.next()) {
                return null;
            }
            return new PipelineStatus(
                    pipeline,
                    Reader.position(row, 1),
                    Reader.duration(row, 6),
                    row.getString(7),
                    Reader.time(row, 8),
                    row.getBoolean(9),
                    row.getInt(10),
                    row.getString(11),
                    Breakers.of(row, 12),
                    row.getLong(14),
                    row.getLong(15),
                    runs);
        }
    }
}
