package io.cameletl.internal.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.internal.engine.driver.Action;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.outlet.Outlet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** What was done to a pipeline by hand, by whom and when: texts as they may leave, 1 kB each at most. */
final class ActionLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    ActionLog(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    void add(Action action) throws SQLException {
        int written = sql.apply(StateSql.Name.ACT)
                .text(pipeline)
                .text(action.kind().name())
                .text(Outlet.text(pipeline, action.by().name()))
                .text(action.by().way().name())
                .json(json(action.details()))
                .update();
        StateErrors.requireAll(pipeline, "etl_action", 1, written);
    }

    /** @return the last ten, newest first */
    List<DoneAction> newest() throws SQLException {
        return sql.apply(StateSql.Name.ACTIONS)
                .text(pipeline)
                .all(row -> new DoneAction(
                        row.text(1),
                        row.text(2),
                        row.text(3),
                        Objects.requireNonNullElse(row.time(4), Instant.EPOCH),
                        row.text(5)));
    }

    private String json(Map<String, String> details) {
        Map<String, String> told = new TreeMap<>();
        details.forEach((name, text) -> told.put(name, Outlet.text(pipeline, text)));
        try {
            return JSON.writeValueAsString(told);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }
}
