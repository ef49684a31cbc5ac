package io.cameletl.internal.console.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.console.view.PipelineLine.Ledgers;
import io.cameletl.internal.console.view.PipelineLine.RunMark;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code overview.sql} answers.
 *
 * @param at by the database's clock
 */
record OverviewAnswer(String database, Instant at, long total, List<StateLine> lines) {
    private static final Duration SAYS_NOTHING = Duration.ofSeconds(2);

    private static final Duration SAYS_SOMETHING = Duration.ofMillis(500);

    static OverviewAnswer of(Node answer) {
        Instant now = Objects.requireNonNullElse(answer.time("at"), Instant.EPOCH);
        return new OverviewAnswer(
                answer.text("database"), now, answer.number("total"), answer.all("pipelines", line -> line(line, now)));
    }

    /** @return how far the database's clock is ahead of one that shows this time when the answer comes; nothing when it is as good as the same */
    Duration ahead(Instant answered) {
        Duration ahead = Duration.between(answered, at);
        return ahead.abs().compareTo(SAYS_NOTHING) < 0 ? Duration.ZERO : ahead;
    }

    private static StateLine line(Node line, Instant now) {
        boolean live = line.truth("live");
        String holder = line.optional("holder");
        return new StateLine(
                line.text("name"),
                line.duration("lag"),
                line.truth("paused"),
                (int) line.number("failures"),
                line.optional("error"),
                line.truth("open") ? line.time("openUntil") : null,
                live && holder != null ? running(line, holder, now) : null,
                !live && holder != null ? line.time("leaseUntil") : null,
                holder,
                line.time("lastGood"),
                new Ledgers(line.number("skipped"), line.number("rejected"), line.number("postponed")),
                line.all("runs", OverviewAnswer::mark));
    }

    private static RunningNow running(Node line, String holder, Instant now) {
        Instant since = Objects.requireNonNullElse(line.time("since"), now);
        long rows = line.number("rows");
        String phase = line.text("phase");
        return new RunningNow(
                line.number("run"),
                since,
                phase.isEmpty() ? "CLAIM" : phase,
                Objects.requireNonNullElse(line.time("phaseSince"), since),
                Math.max(1, (int) line.number("page")),
                rows,
                perSecond(rows, Duration.between(since, now)),
                holder);
    }

    /** @return null when the time is too short to say anything */
    static @Nullable Double perSecond(long rows, Duration took) {
        return took.compareTo(SAYS_SOMETHING) < 0 ? null : rows * 1e3 / took.toMillis();
    }

    private static RunMark mark(Node mark) {
        JsonNode parts = mark.json();
        return new RunMark(
                parts.path(0).asLong(),
                parts.path(1).asText(""),
                Objects.requireNonNullElse(Node.time(parts.path(2)), Instant.EPOCH),
                Objects.requireNonNullElse(Node.duration(parts.path(3)), Duration.ZERO),
                parts.path(4).asLong());
    }
}
