package io.cameletl.internal.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.internal.engine.driver.PipelineStore.DrainedWindow;
import io.cameletl.internal.engine.driver.PipelineStore.Reckoning;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a pipeline's runs did. */
final class RunHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String pipeline;
    private final HistoryLimits limits;
    private final Function<StateSql.Name, StateStatement> sql;

    RunHistory(String pipeline, HistoryLimits limits, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.limits = limits;
        this.sql = sql;
    }

    /** Records a run and gives back its lease. */
    Optional<Reckoning> finish(String owner, RunReport run, @Nullable DrainedWindow drained, boolean reckoned)
            throws SQLException {
        Optional<Reckoning> reckoning = sql.apply(StateSql.Name.FINISH)
                .text(pipeline)
                .number(run.runNumber())
                .text(run.outcome().name())
                .time(run.startedAt())
                .seconds(run.took())
                .number(run.pages())
                .number(run.rows())
                .number(run.records())
                .json(json(run.tables()))
                .text(Outlet.optional(pipeline, run.message()))
                .text(owner)
                .time(drained == null ? null : drained.window().fromAt())
                .time(drained == null ? null : drained.window().beforeAt())
                .number(drained == null ? 0 : drained.version())
                .truth(reckoned)
                .seconds(run.lag())
                .seconds(limits.retention())
                .number(limits.maxRuns())
                .first(row -> row.truth(1)
                        ? Optional.of(new Reckoning(row.number(3), row.number(4), row.fraction(2)))
                        : Optional.empty());
        // no row: the lease was another's by now
        return Objects.requireNonNullElse(reckoning, Optional.empty());
    }

    /** @return the last ten, newest first */
    List<HistoryEntry> newest() throws SQLException {
        return sql.apply(StateSql.Name.HISTORY)
                .text(pipeline)
                .all(row -> new HistoryEntry(
                        row.number(1),
                        row.text(2),
                        Objects.requireNonNullElse(row.time(3), Instant.EPOCH),
                        Objects.requireNonNullElse(row.duration(4), Duration.ZERO),
                        row.integer(5),
                        row.number(6),
                        row.optionalNumber(7),
                        row.text(8),
                        Outlet.optional(pipeline, row.optional(9)),
                        row.number(10),
                        row.duration(11)));
    }

    private static String json(Map<String, TableCounts> tables) {
        try {
            return JSON.writeValueAsString(tables);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts are always JSON", e);
        }
    }
}
