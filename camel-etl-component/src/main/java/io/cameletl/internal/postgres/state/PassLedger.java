package io.cameletl.internal.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.TableReport;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.LastFullPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.driver.PassStore;
import io.cameletl.internal.engine.pass.Findings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table of passes. Thread-safe. */
final class PassLedger implements PassStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> KEY = new TypeReference<>() {};
    private static final TypeReference<Map<String, Long>> COLUMNS = new TypeReference<>() {};
    private static final TypeReference<List<Difference>> EXAMPLES = new TypeReference<>() {};
    private static final TypeReference<List<TableReport>> TABLES = new TypeReference<>() {};

    private final StateDatabase database;

    PassLedger(StateDatabase database) {
        this.database = database;
    }

    @Override
    public @Nullable KeptPass unfinished(String pipeline, String setup) {
        return unfinished(StateSql.Name.PASS_UNFINISHED, pipeline, setup);
    }

    @Override
    public @Nullable KeptPass unfinishedOf(String pipeline, String setup) {
        return unfinished(StateSql.Name.PASS_UNFINISHED_OF, pipeline, setup);
    }

    private @Nullable KeptPass unfinished(StateSql.Name statement, String pipeline, String setup) {
        return database
                .<List<KeptPass>>call(pipeline, "look for an interrupted pass", state -> state.statement(statement)
                        .text(pipeline)
                        .text(setup)
                        .all(row -> new KeptPass(
                                row.number(1),
                                time(row, 2),
                                duration(row, 3),
                                read(row.optional(4), KEY),
                                findings(row, 5, List.of()),
                                row.optional(14) == null ? null : row.number(14))))
                .stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public KeptPass begin(String pipeline, long runNumber, String table, String setup, @Nullable Long allowed) {
        KeptPass begun = database.call(
                pipeline,
                "begin a pass",
                state -> Objects.requireNonNull(state.statement(StateSql.Name.PASS_BEGIN)
                        .text(pipeline)
                        .number(runNumber)
                        .text(table)
                        .text(setup)
                        .text(allowed == null ? null : allowed.toString())
                        .first(row -> new KeptPass(
                                row.number(1), time(row, 2), Duration.ZERO, null, Findings.NONE, allowed))));
        return begun;
    }

    @Override
    public void keep(String pipeline, String owner, PassStep step) {
        database.call(pipeline, "keep how far a pass is", state -> {
            state.passes().keep(owner, step);
            return true;
        });
    }

    /** Of a pipeline that is not there yet, nothing is known. */
    @Override
    public LastFullPass lastFullPass(String pipeline) {
        return database
                .<List<LastFullPass>>call(pipeline, "look when its last full pass ended", state -> state.statement(
                                StateSql.Name.FULL_PASS)
                        .text(pipeline)
                        .all(row -> new LastFullPass(time(row, 1), row.time(2))))
                .stream()
                .findFirst()
                .orElse(new LastFullPass(Instant.EPOCH, Instant.EPOCH));
    }

    @Override
    public void countFullPasses(String pipeline) {
        database.call(pipeline, "count its full passes", state -> state.statement(StateSql.Name.FULL_PASS_COUNT)
                .text(pipeline)
                .update());
    }

    @Override
    public void fullPassEnded(String pipeline, String owner) {
        database.call(pipeline, "keep when its full pass ended", state -> state.statement(StateSql.Name.FULL_PASS_ENDED)
                .text(pipeline)
                .text(owner)
                .update());
    }

    @Override
    public void forget(String pipeline) {
        database.call(pipeline, "forget a pass", state -> state.passes().forget());
    }

    @Override
    public List<VerificationReport> newest(String pipeline) {
        return database.call(pipeline, "read the passes", state -> state.statement(StateSql.Name.PASSES)
                .text(pipeline)
                .all(row -> report(pipeline, row)));
    }

    private static VerificationReport report(String pipeline, StateRow row) throws SQLException {
        Findings found = findings(row, 7, Objects.requireNonNullElse(read(row.optional(17), TABLES), List.of()));
        return new VerificationReport(
                pipeline,
                row.number(1),
                !row.truth(2)
                        ? RunOutcome.STOPPED
                        : row.optional(16) == null ? RunOutcome.VERIFIED : RunOutcome.RECONCILED,
                row.text(3),
                time(row, 4),
                duration(row, 5),
                row.time(6),
                found.ranges(),
                found.sourceRows(),
                found.targetRows(),
                found.missing(),
                found.different(),
                found.surplus(),
                found.waiting(),
                found.columns(),
                found.examples(),
                found.tables(),
                row.truth(2) ? null : "it is under way, or was interrupted");
    }

    private static Findings findings(StateRow row, int first, List<TableReport> tables) throws SQLException {
        return new Findings(
                row.integer(first),
                row.number(first + 1),
                row.number(first + 2),
                row.number(first + 3),
                row.number(first + 4),
                row.number(first + 5),
                row.number(first + 6),
                Objects.requireNonNullElse(read(row.optional(first + 7), COLUMNS), Map.of()),
                Objects.requireNonNullElse(read(row.optional(first + 8), EXAMPLES), List.of()),
                tables);
    }

    private static Instant time(StateRow row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.time(column), Instant.EPOCH);
    }

    private static Duration duration(StateRow row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.duration(column), Duration.ZERO);
    }

    private static <T> @Nullable T read(@Nullable String json, TypeReference<T> type) throws SQLException {
        try {
            return json == null ? null : JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("a line of etl_verification holds what camel-etl never writes. Delete it", e);
        }
    }
}
