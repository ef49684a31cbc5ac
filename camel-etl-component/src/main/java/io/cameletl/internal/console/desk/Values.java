package io.cameletl.internal.console.desk;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.console.state.StatePipeline;
import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.LedgerPage.Group;
import io.cameletl.internal.console.view.PipelineView.ActionLine;
import io.cameletl.internal.console.view.PipelineView.RunLine;
import io.cameletl.internal.console.view.RejectedLine;
import io.cameletl.internal.console.view.SkippedLine;
import io.cameletl.internal.outlet.Outlet;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Values as somebody may see them: keys, cursors, records and the texts of errors are for those who repair, and where the
 * pipeline keeps its values to itself for nobody.
 *
 * @param pipeline whose values they are
 */
record Values(String pipeline, Caller caller) {
    /** @return null for null */
    static @Nullable String text(String pipeline, @Nullable String text, Caller caller) {
        return text == null ? null : caller.shown(Outlet.text(pipeline, text));
    }

    private String text(String text) {
        return caller.shown(Outlet.text(pipeline, text));
    }

    private String value(String value) {
        return caller.shown(Outlet.value(pipeline, value));
    }

    private @Nullable String optional(@Nullable String value) {
        return value == null ? null : value(value);
    }

    StatePipeline of(StatePipeline stored) {
        return new StatePipeline(
                optional(stored.cursor()),
                stored.fromAt(),
                stored.beforeAt(),
                text(pipeline, stored.error(), caller),
                stored.verification(),
                stored.runs().stream().map(this::run).toList(),
                stored.lags(),
                page(stored.skipped(), this::skipped),
                page(stored.rejected(), this::rejected),
                page(stored.postponed(), this::rejected),
                stored.actions().stream().map(this::action).toList());
    }

    private RunLine run(RunLine run) {
        return new RunLine(
                run.run(),
                run.outcome(),
                run.startedAt(),
                run.took(),
                run.pages(),
                run.rows(),
                run.records(),
                run.tables(),
                text(pipeline, run.message(), caller));
    }

    private <T> LedgerPage<T> page(LedgerPage<T> page, UnaryOperator<T> shown) {
        List<Group> groups = page.groups().stream()
                .map(group -> new Group(group.table(), group.sqlState(), text(group.example()), group.lines()))
                .toList();
        return new LedgerPage<>(page.lines().stream().map(shown).toList(), page.total(), page.next(), groups);
    }

    private SkippedLine skipped(SkippedLine line) {
        return new SkippedLine(
                line.id(),
                line.run(),
                optional(line.after()),
                value(line.end()),
                line.rows(),
                text(line.reason()),
                line.at());
    }

    private RejectedLine rejected(RejectedLine line) {
        return new RejectedLine(
                line.id(),
                line.run(),
                line.table(),
                value(line.key()),
                line.sqlState(),
                text(line.reason()),
                line.at(),
                line.waitsFor(),
                optional(line.record()),
                line.recordSize());
    }

    private ActionLine action(ActionLine line) {
        return new ActionLine(line.action(), line.by(), line.way(), line.at(), caller.shownJson(line.details()));
    }
}
