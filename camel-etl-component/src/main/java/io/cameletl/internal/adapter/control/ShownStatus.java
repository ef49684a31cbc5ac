package io.cameletl.internal.adapter.control;

import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.HistoryEntry;
import io.cameletl.PipelineStatus.Position;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.StoredCursor;
import io.cameletl.VerificationReport;
import io.cameletl.internal.engine.driver.DoneAction;
import io.cameletl.internal.outlet.Outlet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a pipeline without its values, for those who may not see them. */
final class ShownStatus {
    private ShownStatus() {}

    /** @return as the caller may see it; without its cursor also where values are kept: it is a key */
    static PipelineStatus of(PipelineStatus status, Caller caller) {
        Position position = status.position();
        StoredCursor cursor = position.cursor();
        StoredCursor shown = cursor == null
                ? null
                : new StoredCursor(cursor.type(), caller.shownJson(Outlet.json(status.pipeline(), cursor.json())));
        return new PipelineStatus(
                status.pipeline(),
                new Position(position.version(), shown, position.window()),
                status.lag(),
                status.leaseOwner(),
                status.leaseUntil(),
                status.paused(),
                status.consecutiveFailures(),
                text(status.lastError(), caller),
                status.breaker(),
                status.skippedPages(),
                status.rejectedRecords(),
                status.postponedRecords(),
                status.postponedSince(),
                status.running(),
                status.idle(),
                status.lastRuns().stream().map(run -> of(run, caller)).toList(),
                status.firstLoad(),
                status.lastVerification());
    }

    private static HistoryEntry of(HistoryEntry run, Caller caller) {
        return new HistoryEntry(
                run.runNumber(),
                run.outcome(),
                run.startedAt(),
                run.took(),
                run.pages(),
                run.rows(),
                run.records(),
                run.tables(),
                text(run.message(), caller),
                run.idleBefore(),
                run.lag());
    }

    /** What a run says that did nothing is ours: who holds the pipeline, until when it is open. */
    static RunReport of(RunReport run, Caller caller) {
        return run.outcome() == RunOutcome.FAILED && !caller.seesValues()
                ? new RunReport(
                        run.pipeline(),
                        run.runNumber(),
                        run.outcome(),
                        run.startedAt(),
                        run.took(),
                        run.pages(),
                        run.rows(),
                        run.records(),
                        run.tables(),
                        run.lag(),
                        text(run.message(), caller))
                : run;
    }

    /** Keys are values. */
    static VerificationReport of(VerificationReport report, Caller caller) {
        return new VerificationReport(
                report.pipeline(),
                report.runNumber(),
                report.outcome(),
                report.table(),
                report.startedAt(),
                report.took(),
                report.before(),
                report.ranges(),
                report.sourceRows(),
                report.targetRows(),
                report.missing(),
                report.different(),
                report.surplus(),
                report.waiting(),
                report.columns(),
                report.examples().stream()
                        .map(one ->
                                new VerificationReport.Difference(one.kind(), caller.shown(one.key()), one.columns()))
                        .toList(),
                report.tables(),
                report.message());
    }

    static ReconciliationReport of(ReconciliationReport report, Caller caller) {
        return new ReconciliationReport(of(report.found(), caller), of(report.run(), caller));
    }

    static List<DoneAction> of(List<DoneAction> actions, Caller caller) {
        return actions.stream()
                .map(action -> new DoneAction(
                        action.action(), action.by(), action.way(), action.at(), caller.shownJson(action.details())))
                .toList();
    }

    static @Nullable String text(@Nullable String text, Caller caller) {
        return text == null ? null : caller.shown(text);
    }
}
