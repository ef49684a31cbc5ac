package io.cameletl.internal.engine.step;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.TooManyRejectsException;
import io.cameletl.Window;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.events.PipelineEvents;
import io.cameletl.internal.engine.page.Answers;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of postponed records that still wait when a window is drained. The source keeps its references, so the row
 * that a record refers to was there when the record was read. A window that ends later than that has brought the row,
 * unless the row has changed again since the window was opened: then the source has something newer than the window. Or
 * another pipeline brings the row, of which nobody here knows how far it has come. A record that still waits after such a
 * window, with nothing newer and for no other pipeline, is due; each one that has waited for an hour is. What is due is
 * set aside where bad records may be. Else the run fails, and each run that follows tries the record again.
 *
 * <p>A load without a run has no window. What it postpones is due after an hour, and a replay settles it.
 */
public final class Postponement<C> {
    /** Of a source that changes all the time nobody can tell. A row that stays away for so long must be told of. */
    private static final Duration PATIENCE = PipelineEvents.OVERDUE;

    private final RunContext<C> context;
    private final PipelineSpec<C> spec;
    private final PipelineStore store;

    public Postponement(RunContext<C> context) {
        this.context = context;
        this.spec = context.spec();
        this.store = context.driver().store();
    }

    /**
     * @param window a window that is drained
     * @param last the cursor of its last row, or of the last row before it; null when there was none yet
     * @throws EtlException when records have waited for too long, and none or not so many may be set aside
     */
    public void settle(Window window, @Nullable C last) throws Exception {
        if (context.counts().waiting() == 0) {
            return;
        }
        List<RejectedRecord> waiting = context.ending(() -> {
            List<RejectedRecord> before = store.postponedRecords(spec.name(), window.beforeAt());
            refuseStrange(before);
            return before;
        });
        boolean drained = waiting.stream().anyMatch(Postponement::isOwn) && !hasNewer(window, last);
        Instant longAgo = window.beforeAt().minus(PATIENCE);
        List<RejectedRecord> due = waiting.stream()
                .filter(record -> record.since().isBefore(longAgo) || (drained && isOwn(record)))
                .toList();
        if (!due.isEmpty()) {
            giveUp(due, "that the source has not brought, up to " + window.beforeAt());
        }
    }

    /** @return whether this pipeline brings the row that the record waits for */
    private static boolean isOwn(RejectedRecord record) {
        return record.waits() == null || record.waits().elsewhere() == null;
    }

    /**
     * Settles without a run what has waited for an hour.
     *
     * @param window the pipeline's window: the hour does not go on while nobody drains any
     * @throws EtlException as above
     */
    public void settleOld(Window window) {
        Instant drained = window.isOpen() ? window.fromAt() : window.beforeAt();
        Instant covered = window.equals(Window.NONE) ? context.events().now() : drained;
        if (covered.equals(Window.NONE.fromAt())) {
            return; // no window is drained yet
        }
        List<RejectedRecord> due = store.postponedRecords(spec.name(), covered.minus(PATIENCE));
        refuseStrange(due);
        if (!due.isEmpty()) {
            giveUp(due, "that have not come within " + PATIENCE.toMinutes() + " minutes");
        }
    }

    private void refuseStrange(List<RejectedRecord> waiting) {
        Map<String, Long> strange =
                waiting.isEmpty() ? Map.of() : context.driver().strange(waiting);
        if (!strange.isEmpty()) {
            throw new EtlException(
                    spec.name(),
                    "postponed records wait for tables that are not among the option tables any more: "
                            + strange.entrySet().stream()
                                    .map(table -> table.getValue() + " for the table " + table.getKey())
                                    .collect(Collectors.joining(", "))
                            + ". All pages are loaded, and these records stay where they are. Put the tables back into the"
                            + " option until the records are in, or delete the lines of these tables with postponed_at"
                            + " from etl_rejected_record");
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

    private void giveUp(List<RejectedRecord> due, String rows) {
        RejectedRecord first = due.get(0);
        String what = due.size() + " records wait for rows " + rows + "; the first, since " + first.since() + ": table "
                + first.table() + ", " + Value.of(first.key()) + ", " + first.reason();
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
