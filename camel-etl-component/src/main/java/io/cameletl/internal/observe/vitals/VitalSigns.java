package io.cameletl.internal.observe.vitals;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineStatus;
import io.cameletl.PipelineStatus.LastVerification;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.events.EveryEvent;
import io.cameletl.internal.engine.events.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Listens to all pipelines of a context, and keeps what they are like. Thread-safe. */
public final class VitalSigns implements EveryEvent {
    private final Map<String, Vitals> heard = new ConcurrentHashMap<>();
    private final Map<String, List<Supplier<Moment>>> looks = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public VitalSigns(InstantSource clock) {
        this.clock = clock;
    }

    /** @return how the pipeline is; {@link Vitals#UNKNOWN} when nothing was heard of it */
    public Vitals of(String pipeline) {
        return heard.getOrDefault(pipeline, Vitals.UNKNOWN)
                .with(looks.getOrDefault(pipeline, List.of()).stream()
                        .map(Supplier::get)
                        .reduce(Moment.QUIET, Moment::and));
    }

    /** @param look tells how one of the pipeline's endpoints is at the moment */
    public void look(String pipeline, Supplier<Moment> look) {
        looks.computeIfAbsent(pipeline, name -> new CopyOnWriteArrayList<>()).add(look);
    }

    /** An endpoint of the pipeline stops. */
    public void lookNoMore(String pipeline, Supplier<Moment> look) {
        looks.getOrDefault(pipeline, List.of()).remove(look);
    }

    /** A pipeline has no endpoint any more. */
    public void forget(String pipeline) {
        heard.remove(pipeline);
        looks.remove(pipeline);
    }

    /** What was heard since is newer. */
    @Override
    public void found(PipelineStatus status) {
        heard.computeIfAbsent(
                status.pipeline(),
                name -> new Vitals(
                        History.of(status, clock.instant()),
                        new Ledgers(status.skippedPages(), status.rejectedRecords(), status.postponedRecords()),
                        Moment.QUIET,
                        verified(status.lastVerification())));
    }

    private @Nullable Verified verified(@Nullable LastVerification last) {
        return last == null || last.endedAt() == null
                ? null
                : new Verified(
                        clock.instant().minus(last.age()), last.differences(), last.outcome() == RunOutcome.RECONCILED);
    }

    @Override
    public void verified(String pipeline, Comparison comparison) {
        Verified verified =
                new Verified(clock.instant().minus(comparison.age()), comparison.differences(), comparison.repaired());
        change(pipeline, known -> known.with(verified));
    }

    @Override
    public void claimed(String pipeline, long postponed) {
        change(pipeline, known -> known.with(known.history().paused(false))
                .with(known.ledgers().postponed(postponed)));
    }

    @Override
    public void paused(String pipeline, boolean isPaused) {
        change(pipeline, known -> known.with(known.history().paused(isPaused)));
    }

    @Override
    public void ledgersChanged(String pipeline, LedgerChange change) {
        change(
                pipeline,
                known -> known.with(known.ledgers()
                        .skipped(-change.pages())
                        .rejected(-change.records())
                        .postponed(change.postponed())));
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        history(run.pipeline(), history -> switch (run.outcome()) {
            case FAILED -> history.failed(run.message());
            case PAUSED -> history.paused(true);
            case OPEN -> history.open() ? history : history.opened(null);
            case DRAINED, PAGE_LIMIT -> history.succeeded(run.lag(), clock.instant());
            case BUSY, STOPPED, VERIFIED, RECONCILED -> history;
        });
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        String pipeline = event.pipeline();
        if (event instanceof EtlEvent.BreakerOpened opened) {
            history(pipeline, history -> history.opened(opened.until()));
        } else if (event instanceof EtlEvent.BreakerClosed) {
            history(pipeline, History::closed);
        } else if (event instanceof EtlEvent.PageSkipped) {
            change(pipeline, known -> known.with(known.ledgers().skipped(1)));
        } else if (event instanceof EtlEvent.RecordsRejected rejected) {
            change(pipeline, known -> known.with(rejected(known.ledgers(), rejected)));
        }
    }

    /** Those of no page waited until now. */
    private static Ledgers rejected(Ledgers ledgers, EtlEvent.RecordsRejected news) {
        Ledgers after = ledgers.rejected(news.records());
        return news.page() == 0 ? after.postponed(ledgers.postponed() - news.records()) : after;
    }

    private void history(String pipeline, UnaryOperator<History> change) {
        change(pipeline, known -> known.with(change.apply(known.history())));
    }

    private void change(String pipeline, UnaryOperator<Vitals> change) {
        heard.compute(pipeline, (name, known) -> change.apply(known == null ? Vitals.UNKNOWN : known));
    }
}
