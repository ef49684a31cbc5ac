package io.cameletl.internal.engine.run;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.TooManyRejectsException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.spec.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of postponed records that still wait when a window is drained. The source keeps its references, so the row
 * that a record refers to was there when the record was read. A window that ends later than that has brought the row,
 * unless the row has changed again since the window was opened: then the source has something newer than the window. A
 * record that still waits after such a window, with nothing newer, is set aside where bad records may be. Else the run
 * fails, and each run that follows tries the record again.
 */
final class Postponement<C> {
    /** Of a source that changes all the time nobody can tell. A row that stays away for so long must be told of. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final PipelineStore store;

    Postponement(RunContext<C> context) {
        this.context = context;
        this.spec = context.spec();
        this.store = context.driver().store();
    }

    /**
     * @param window a window that is drained
     * @param last the cursor of its last row, or of the last row before it; null when there was none yet
     * @throws EtlException when records have waited for too long, and none or not so many may be set aside
     */
    void settle(Window window, @Nullable C last) throws Exception {
        if (context.counts().waiting() == 0) {
            return;
        }
        List<RejectedRecord> due = store.postponedRecords(spec.name(), window.beforeAt());
        if (!due.isEmpty() && hasNewer(window, last)) {
            due = store.postponedRecords(spec.name(), window.beforeAt().minus(PATIENCE));
        }
        if (!due.isEmpty()) {
            giveUp(due, window);
        }
    }

    private boolean hasNewer(Window window, @Nullable C last) throws Exception {
        return context.readRetry().call(() -> {
            Instant now = spec.source().now();
            return now.isAfter(window.beforeAt())
                    && !Answers.extract(spec, new ExtractRequest<>(spec.name(), last, 1, window.beforeAt(), now))
                            .rows()
                            .isEmpty();
        });
    }

    private void giveUp(List<RejectedRecord> due, Window window) {
        String what = due.size() + " records wait for rows that the source has not brought, up to " + window.beforeAt()
                + "; the first: table " + due.get(0).table() + ", " + due.get(0).key() + ", "
                + due.get(0).reason();
        if (spec.settings().onFailure().maxRejectsPerRun() == 0) {
            throw new EtlException(
                    spec.name(),
                    what + ". All pages are loaded. Each run tries these records again; bring the rows, or set"
                            + " onBadRecord=reject to set such records aside");
        }
        if (due.size() > context.counts().rejectsLeft()) {
            throw new TooManyRejectsException(
                    spec.name(), what + ". That is more than maxRejectsPerRun lets this run set aside", null);
        }
        store.reject(spec.name(), context.lease().owner(), due);
        context.counts().gaveUp(due.size());
        context.events().rejected(context.counts().runNumber(), 0, due);
    }
}
