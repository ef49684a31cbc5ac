package io.cameletl.internal.postgres.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.KeptPass;
import io.cameletl.internal.engine.driver.PassStep;
import io.cameletl.internal.engine.pass.Findings;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps how far the passes over a pipeline's tables have come, on one connection. */
final class PassRows {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    PassRows(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    /** @throws StaleLeaseException when the lease is no longer the owner's */
    void keep(@Nullable String owner, PassStep step) throws SQLException {
        KeptPass pass = step.pass();
        Findings found = pass.found();
        int kept = sql.apply(StateSql.Name.PASS_KEEP)
                .text(pipeline)
                .number(pass.id())
                .text(owner)
                .truth(step.done())
                .seconds(pass.took())
                .time(step.before())
                .json(pass.upTo() == null ? null : write(pass.upTo()))
                .number(found.ranges())
                .number(found.sourceRows())
                .number(found.targetRows())
                .number(found.missing())
                .number(found.different())
                .number(found.surplus())
                .number(found.waiting())
                .json(write(found.columns()))
                .json(write(found.examples()))
                .json(write(found.tables()))
                .text(pass.allowed() == null ? null : pass.allowed().toString())
                .update();
        if (kept != 1) {
            throw new StaleLeaseException(
                    pipeline,
                    "the lease is another holder's now, or anybody's; the comparison goes on in a later one",
                    null);
        }
    }

    /** No pass that was interrupted goes on. */
    int forget() throws SQLException {
        return sql.apply(StateSql.Name.PASS_FORGET).text(pipeline).update();
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }
}
