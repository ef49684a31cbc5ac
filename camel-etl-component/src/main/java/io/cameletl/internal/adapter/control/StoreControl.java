package io.cameletl.internal.adapter.control;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.LedgerChoice;
import io.cameletl.internal.engine.driver.PipelineStore;

/** Steers a pipeline that other processes run. Thread-safe. */
public final class StoreControl implements Steering {
    private final String pipeline;
    private final PipelineStore store;
    private final Admission admission;

    /** @param store has the pipeline */
    public StoreControl(String pipeline, PipelineStore store) {
        this.pipeline = pipeline;
        this.store = store;
        this.admission = new Admission(pipeline);
    }

    @Override
    public void pause(Caller caller, boolean paused) {
        admission.admit(caller, Role.OPERATE, paused ? "pause" : "resume");
        done(caller, () -> store.actions().pause(pipeline, paused, caller.actor()));
    }

    @Override
    public void closeBreaker(Caller caller) {
        admission.admit(caller, Role.OPERATE, "closeBreaker");
        done(caller, () -> store.actions().closeBreaker(pipeline, caller.actor()));
    }

    @Override
    public long discard(Caller caller, LedgerChoice lines) {
        admission.admit(caller, Role.REPAIR, "discard");
        return admission.asked(caller, () -> {
            requireThere();
            return store.actions().discard(pipeline, lines, caller.actor());
        });
    }

    private void done(Caller caller, Runnable work) {
        admission.asked(caller, () -> {
            requireThere();
            work.run();
            return true;
        });
    }

    /** Whoever looked at it may have looked before it was removed: it must not be made again by what is done to it. */
    private void requireThere() {
        if (!store.has(pipeline)) {
            throw new EtlException(pipeline, "it is not in the state tables any more");
        }
    }
}
