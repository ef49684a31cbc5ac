package io.cameletl.internal.postgres.state;

import io.cameletl.StoredCursor;
import io.cameletl.internal.engine.driver.Action;
import io.cameletl.internal.engine.driver.Action.Kind;
import io.cameletl.internal.engine.driver.ActionStore;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.outlet.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes that somebody makes by hand, each in one transaction with the line that says who did it. */
final class RecordedActions implements ActionStore {
    private final StateDatabase database;

    RecordedActions(StateDatabase database) {
        this.database = database;
    }

    @Override
    public void pause(String pipeline, boolean paused, Actor by) {
        database.transaction(pipeline, paused ? "pause" : "resume", state -> {
            int written = state.row().pause(paused);
            state.actions().add(new Action(paused ? Kind.PAUSE : Kind.RESUME, by));
            return written;
        });
    }

    @Override
    public void seek(String pipeline, StoredCursor cursor, Actor by) {
        String shown = Value.of(cursor.json());
        database.transaction(pipeline, "set the cursor to " + shown, state -> {
            int written = state.row().seek(cursor);
            // After the row is locked, nobody makes ranges any more, and those that are there can be seen.
            state.shards().clear();
            state.actions().add(new Action(Kind.SEEK, by, Map.of("cursor", shown)));
            return written;
        });
    }

    @Override
    public void reset(String pipeline, boolean ledgers, Actor by) {
        database.transaction(pipeline, "forget its position", state -> {
            int written = state.row().reset();
            state.shards().clear();
            state.passes().forget();
            String lines = ledgers ? String.valueOf(state.discardAll()) : "kept";
            state.actions().add(new Action(Kind.RESET, by, Map.of("ledgers", lines)));
            return written;
        });
    }

    @Override
    public void adopt(String pipeline, Actor by) {
        database.transaction(pipeline, "adopt it", state -> {
            int written = state.row().adopt();
            if (written > 0) {
                state.actions().add(new Action(Kind.ADOPT, by));
            }
            return written;
        });
    }

    @Override
    public void closeBreaker(String pipeline, Actor by) {
        database.transaction(pipeline, "close the circuit breaker", state -> {
            int written = state.row().closeBreaker();
            if (written > 0) {
                state.actions().add(new Action(Kind.CLOSE_BREAKER, by));
            }
            return written;
        });
    }

    @Override
    public long discard(String pipeline, LedgerChoice lines, Actor by) {
        return database.transaction(pipeline, "discard lines of its ledgers", state -> {
            long discarded = state.discard(lines);
            Map<String, String> details = new TreeMap<>(lines.details());
            details.put("lines", String.valueOf(discarded));
            state.actions().add(new Action(Kind.DISCARD, by, details));
            return discarded;
        });
    }

    @Override
    public void write(String pipeline, Action action) {
        database.transaction(pipeline, "write down who did what", state -> {
            state.actions().add(action);
            return action;
        });
    }

    @Override
    public List<DoneAction> newest(String pipeline) {
        return database.call(
                pipeline, "read the actions", state -> state.actions().newest());
    }
}
