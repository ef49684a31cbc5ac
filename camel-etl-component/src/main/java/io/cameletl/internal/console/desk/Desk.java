package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.state.LedgerPlaces;
import io.cameletl.internal.console.state.StateLine;
import io.cameletl.internal.console.state.StateOverview;
import io.cameletl.internal.console.state.StatePipeline;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What visitors see. Thread-safe. */
public final class Desk {
    private static final Comparator<PipelineLine> WORST_FIRST =
            Comparator.comparing(PipelineLine::condition).thenComparing(PipelineLine::name);

    private final Here here;
    private final InstantSource clock;
    private final Map<StateReader, Lags> lags = new ConcurrentHashMap<>();
    private final Lately<Asked, Overview> overviews = new Lately<>();

    public Desk(Here here, InstantSource clock) {
        this.here = here;
        this.clock = clock;
    }

    /** A pipeline's line, and where it was read. */
    record Place(StateReader state, StateOverview read, StateLine line) {}

    private record Read(StateReader state, StateOverview overview) {}

    /**
     * What a list of all depends on, but the time.
     *
     * @param readAt of each state database; another one when it was read anew, as after an act
     */
    private record Asked(Visitor visitor, Overview.Filter filter, List<@Nullable Instant> readAt, List<Boolean> away) {}

    /** @return all pipelines of all state databases, worst first, as they were at most a second ago */
    public Overview overview(Visitor visitor, Overview.Filter filter) {
        List<Read> read = read();
        List<@Nullable Instant> readAt = new ArrayList<>();
        read.forEach(each -> readAt.add(each.overview.readAt()));
        List<Boolean> away =
                read.stream().map(each -> each.overview.away() != null).toList();
        return overviews.get(new Asked(visitor, filter, readAt, away), () -> overview(visitor, filter, read));
    }

    private Overview overview(Visitor visitor, Overview.Filter filter, List<Read> read) {
        List<PipelineLine> lines = new ArrayList<>();
        for (Read each : read) {
            Lines shown = lines(visitor, each.overview);
            for (StateLine line : each.overview.lines()) {
                lines.add(shown.of(line, here.live(each.state, line.name())));
            }
        }
        lines.sort(WORST_FIRST);
        List<StateOverview> states = read.stream().map(Read::overview).toList();
        long total = states.stream().mapToLong(StateOverview::total).sum();
        return new Overview(
                now(states.stream().findFirst().map(StateOverview::ahead).orElse(Duration.ZERO)),
                states.stream()
                        .map(StateOverview::readAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.naturalOrder())
                        .orElse(null),
                states.stream().map(StateOverview::database).collect(Collectors.joining("; ")),
                states.stream()
                        .filter(state -> state.away() != null)
                        .map(state -> state.database() + ": " + state.away())
                        .findFirst()
                        .orElse(null),
                Counting.of(lines, total),
                lines,
                total - lines.size(),
                filter);
    }

    /**
     * One pipeline, or why there is none.
     *
     * @param view null when it is not there, or cannot be read
     * @param away why it cannot be read; null when it is not there
     */
    public record Looked(@Nullable PipelineView view, @Nullable String away) {}

    /** @return the pipeline with a page of each ledger */
    public Looked pipeline(Visitor visitor, String name, LedgerPlaces places) {
        Optional<Place> place = place(name);
        if (place.isEmpty()) {
            return new Looked(null, away());
        }
        StateReader.Found found = place.get().state.pipeline(name, places);
        Optional<StatePipeline> value = found.value();
        Instant readAt = found.readAt();
        if (value.isEmpty() || readAt == null) {
            return new Looked(null, found.away());
        }
        StatePipeline shown = new Values(name, visitor.caller()).of(value.get());
        StateReader state = place.get().state;
        Duration ahead = place.get().read.ahead();
        PipelineLine line = lines(visitor, place.get().read).of(place.get().line, here.live(state, name));
        return new Looked(
                new PipelineView(
                        now(ahead),
                        readAt.plus(ahead),
                        found.away(),
                        line,
                        shown.cursor(),
                        shown.fromAt(),
                        shown.beforeAt(),
                        shown.error(),
                        shown.verification(),
                        shown.runs(),
                        lags(state).of(name, shown.lags(), line.lag(), now(ahead)),
                        total(shown.skipped(), line.ledgers().skipped()),
                        total(shown.rejected(), line.ledgers().rejected()),
                        total(shown.postponed(), line.ledgers().postponed()),
                        here.options(name),
                        new Plans(this).statements(name),
                        shown.actions()),
                null);
    }

    private static <T> LedgerPage<T> total(LedgerPage<T> page, long total) {
        return new LedgerPage<>(page.lines(), Math.max(total, page.total()), page.next(), page.groups());
    }

    /** @return the pipeline of that name; where several state databases have it, that of this process */
    Optional<Place> place(String name) {
        Place found = null;
        for (StateReader state : here.states()) {
            StateOverview read = state.overview();
            for (StateLine line : read.lines()) {
                if (line.name().equals(name)
                        && (found == null || here.live(state, name).here())) {
                    found = new Place(state, read, line);
                }
            }
        }
        return Optional.ofNullable(found);
    }

    /** @return why a pipeline that was not found may be there nevertheless; null when it is not */
    @Nullable
    String away() {
        return here.states().stream()
                .map(state -> state.overview().away())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    Here here() {
        return here;
    }

    private List<Read> read() {
        List<Read> read = here.states().stream()
                .map(state -> new Read(state, state.overview()))
                .toList();
        for (Read each : read) {
            Instant readAt = each.overview.readAt();
            if (readAt != null) {
                lags(each.state).see(readAt, each.overview.lines());
            }
        }
        return read;
    }

    private Lags lags(StateReader state) {
        return lags.computeIfAbsent(state, same -> new Lags());
    }

    private Lines lines(Visitor visitor, StateOverview read) {
        return new Lines(visitor, now(read.ahead()), read.ahead());
    }

    /** By the clock of the database that dates what is shown, whatever the time is here. */
    private Instant now(Duration ahead) {
        return clock.instant().plus(ahead);
    }
}
