package io.cameletl.internal.engine.support;

import io.cameletl.PipelineStatus.BreakerState;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.Action;
import io.cameletl.internal.engine.driver.ActionStore;
import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.engine.driver.LedgerChoice;
import java.util.List;

/** What is done by hand with the pipeline of a {@link MemoryStore}. */
record ActionsInMemory(MemoryStore store) implements ActionStore {
    @Override
    public void pause(String pipeline, boolean paused, Actor by) {
        synchronized (store) {
            store.paused = paused;
        }
    }

    @Override
    public long discard(String pipeline, LedgerChoice lines, Actor by) {
        return 0;
    }

    @Override
    public void closeBreaker(String pipeline, Actor by) {
        store.breaker(pipeline, BreakerState.CLOSED);
    }

    @Override
    public void seek(String pipeline, StoredCursor cursor, Actor by) {
        synchronized (store) {
            store.position = new Position(store.position.version() + 1, cursor, Window.NONE);
        }
    }

    @Override
    public void reset(String pipeline, boolean ledgers, Actor by) {
        synchronized (store) {
            store.position = new Position(store.position.version() + 1, null, Window.NONE);
        }
    }

    @Override
    public void adopt(String pipeline, Actor by) {
        synchronized (store) {
            store.madeOf = null;
        }
    }

    @Override
    public void write(String pipeline, Action action) {
        synchronized (store) {
            store.actions.add(action);
        }
    }

    @Override
    public List<DoneAction> newest(String pipeline) {
        return List.of();
    }
}
