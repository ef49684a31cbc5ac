package io.cameletl.internal.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.DrainedWindow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What runs did. */
final class RunHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RunHistory() {}

    static int finish(Connection connection, StateSql sql, String owner, RunReport run, @Nullable DrainedWindow drained)
            throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.finish)) {
            return binder.text(run.pipeline())
                    .number(run.runNumber())
                    .text(run.outcome().name())
                    .time(run.startedAt())
                    .seconds(run.took())
                    .number(run.pages())
                    .number(run.rows())
                    .text(json(run.tables()))
                    .text(StorableText.text(run.message()))
                    .text(owner)
                    .time(drained == null ? null : drained.window().fromAt())
                    .time(drained == null ? null : drained.window().beforeAt())
                    .number(drained == null ? 0 : drained.version())
                    .update();
        }
    }

    static List<HistoryEntry> newest(Connection connection, StateSql sql, String pipeline) throws SQLException {
        List<HistoryEntry> runs = new ArrayList<>();
        try (StateStatement binder = StateStatement.of(connection, sql.history);
                ResultSet row = binder.text(pipeline).query()) {
            while (row.next()) {
                runs.add(new HistoryEntry(
                        row.getLong(1),
                        row.getString(2),
                        Objects.requireNonNullElse(Reader.time(row, 3), Instant.EPOCH),
                        Objects.requireNonNullElse(Reader.duration(row, 4), Duration.ZERO),
                        row.getInt(5),
                        row.getLong(6),
                        row.getString(7),
                        row.getString(8)));
            }
        }
        return runs;
    }

    private static String json(Map<String, TableCounts> tables) {
        try {
            return JSON.writeValueAsString(tables);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are always JSON", e);
        }
    }
}
