package io.cameletl.internal.console.state;

import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.PipelineView.ActionLine;
import io.cameletl.internal.console.view.PipelineView.LagSample;
import io.cameletl.internal.console.view.PipelineView.RunLine;
import io.cameletl.internal.console.view.PipelineView.VerificationLine;
import io.cameletl.internal.console.view.RejectedLine;
import io.cameletl.internal.console.view.SkippedLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the state tables say of one pipeline besides its line, values included. */
public record StatePipeline(
        @Nullable String cursor,
        @Nullable Instant fromAt,
        @Nullable Instant beforeAt,
        @Nullable String error,
        @Nullable VerificationLine verification,
        List<RunLine> runs,
        List<LagSample> lags,
        LedgerPage<SkippedLine> skipped,
        LedgerPage<RejectedLine> rejected,
        LedgerPage<RejectedLine> postponed,
        List<ActionLine> actions) {
    public StatePipeline {
        runs = List.copyOf(runs);
        lags = List.copyOf(lags);
        actions = List.copyOf(actions);
    }
}
