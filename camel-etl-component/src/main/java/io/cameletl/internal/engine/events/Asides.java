package io.cameletl.internal.engine.events;

import io.cameletl.PageReport;
import io.cameletl.PipelineStatus;
import io.cameletl.internal.engine.driver.CursorMove.LedgerEntries;
import io.cameletl.internal.engine.driver.PageResult;
import io.cameletl.internal.engine.events.EveryEvent.LedgerChange;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What those listeners are told who count, and others need not know. */
public final class Asides {
    private final String pipeline;
    private final Audience audience;

    Asides(String pipeline, Audience audience) {
        this.pipeline = pipeline;
        this.audience = audience;
    }

    /** What the pipeline's row says at its start. It is known when this returns. */
    public void found(PipelineStatus status) {
        audience.tell(listener -> ifCounting(listener, each -> each.found(status)), () -> false);
    }

    /** Somebody has paused it, or let it go on. */
    public void paused(boolean isPaused) {
        audience.tellEach(each -> each.paused(pipeline, isPaused));
    }

    void verified(EveryEvent.Comparison comparison) {
        audience.tellEach(each -> each.verified(pipeline, comparison));
    }

    void claimed(long postponed) {
        audience.tellEach(each -> each.claimed(pipeline, postponed));
    }

    /** All are told of a page at once. */
    void committed(PageReport page, PageResult result, LedgerEntries replayed, BooleanSupplier stopping) {
        LedgerChange change = new LedgerChange(
                replayed.skippedPages().size(), replayed.rejectedRecords().size(), result.waiting());
        audience.tell(
                listener -> {
                    listener.pageCommitted(page);
                    ifCounting(listener, each -> each.ledgersChanged(pipeline, change));
                },
                stopping);
    }

    private static void ifCounting(Object listener, Consumer<EveryEvent> news) {
        if (listener instanceof EveryEvent each) {
            news.accept(each);
        }
    }
}
