package io.cameletl.internal.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.LedgerPage.Group;
import io.cameletl.internal.console.view.PipelineView.ActionLine;
import io.cameletl.internal.console.view.PipelineView.LagSample;
import io.cameletl.internal.console.view.PipelineView.RunLine;
import io.cameletl.internal.console.view.PipelineView.TableLine;
import io.cameletl.internal.console.view.PipelineView.VerificationLine;
import io.cameletl.internal.console.view.RejectedLine;
import io.cameletl.internal.console.view.SkippedLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What {@code pipeline.sql} answers. */
final class PipelineAnswer {
    private static final int PAGE = 50;

    private PipelineAnswer() {}

    static StatePipeline of(Node answer) {
        List<Group> pages = answer.all("skippedGroups", PipelineAnswer::group);
        return new StatePipeline(
                answer.optional("cursor"),
                answer.time("fromAt"),
                answer.time("beforeAt"),
                answer.optional("error"),
                verification(answer.json().path("verification")),
                answer.all("runs", PipelineAnswer::run),
                answer.all(
                        "lags",
                        lag -> new LagSample(
                                Objects.requireNonNullElse(Node.time(lag.json().path(0)), Instant.EPOCH),
                                Objects.requireNonNullElse(
                                        Node.duration(lag.json().path(1)), Duration.ZERO))),
                page(answer.all("skipped", PipelineAnswer::skipped), SkippedLine::id, pages),
                records(answer, false),
                records(answer, true),
                answer.all(
                        "actions",
                        action -> new ActionLine(
                                action.text("action"),
                                action.text("by"),
                                action.text("way"),
                                at(action, "at"),
                                action.text("details"))));
    }

    private static @Nullable VerificationLine verification(JsonNode json) {
        if (!json.isObject()) {
            return null;
        }
        Node line = new Node(json);
        return new VerificationLine(
                at(line, "endedAt"),
                Objects.requireNonNullElse(line.duration("took"), Duration.ZERO),
                line.text("outcome"),
                line.text("table"),
                line.number("rows"),
                line.number("missing"),
                line.number("different"),
                line.number("surplus"));
    }

    private static LedgerPage<RejectedLine> records(Node answer, boolean waiting) {
        List<RejectedLine> lines = new ArrayList<>();
        answer.all("records", node -> node).stream()
                .filter(node -> node.truth("waits") == waiting)
                .forEach(node -> lines.add(rejected(node)));
        List<Group> groups = answer.all("recordGroups", node -> node).stream()
                .filter(node -> node.truth("waits") == waiting)
                .map(PipelineAnswer::group)
                .limit(20)
                .toList();
        return page(lines, RejectedLine::id, groups);
    }

    /** The total is that of the overview, for the groups may be too many to be listed. */
    private static <T> LedgerPage<T> page(List<T> lines, ToLongFunction<T> id, List<Group> groups) {
        boolean more = lines.size() > PAGE;
        List<T> shown = more ? lines.subList(0, PAGE) : lines;
        return new LedgerPage<>(
                shown,
                groups.stream().mapToLong(Group::lines).sum(),
                more ? id.applyAsLong(shown.get(PAGE - 1)) : null,
                groups);
    }

    private static Group group(Node group) {
        return new Group(
                group.optional("table"), group.optional("sqlState"), group.text("example"), group.number("lines"));
    }

    private static RunLine run(Node run) {
        List<TableLine> tables = new ArrayList<>();
        for (Map.Entry<String, JsonNode> table : run.json().path("tables").properties()) {
            Node counts = new Node(table.getValue());
            tables.add(new TableLine(
                    table.getKey(),
                    counts.number("inserted"),
                    counts.number("updated"),
                    counts.number("deleted"),
                    counts.number("unchanged"),
                    counts.number("postponed"),
                    counts.number("rejected")));
        }
        return new RunLine(
                run.number("run"),
                run.text("outcome"),
                at(run, "startedAt"),
                Objects.requireNonNullElse(run.duration("took"), Duration.ZERO),
                (int) run.number("pages"),
                run.number("rows"),
                run.optionalNumber("records"),
                tables,
                run.optional("message"));
    }

    private static SkippedLine skipped(Node line) {
        return new SkippedLine(
                line.number("id"),
                line.number("run"),
                line.optional("after"),
                line.text("end"),
                line.number("rows"),
                line.text("reason"),
                at(line, "at"));
    }

    private static RejectedLine rejected(Node line) {
        return new RejectedLine(
                line.number("id"),
                line.number("run"),
                line.text("table"),
                line.text("key"),
                line.optional("sqlState"),
                line.text("reason"),
                at(line, "at"),
                line.optional("waitsFor"),
                line.optional("record"),
                line.number("size"));
    }

    private static Instant at(Node node, String name) {
        return Objects.requireNonNullElse(node.time(name), Instant.EPOCH);
    }
}
