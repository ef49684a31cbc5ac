package io.cameletl.internal.observe.vitals;

import io.cameletl.EtlEvent;
import io.cameletl.RunReport;
import io.cameletl.internal.engine.events.EveryEvent;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Listens to all pipelines of a context, and keeps what they are like. Thread-safe. */
public final class VitalSigns implements EveryEvent {
    private final Map<String, Vitals> byPipeline = new ConcurrentHashMap<>();
    private final InstantSource clock;

    public VitalSigns(InstantSource clock) {
        this.clock = clock;
    }

    /** @return how the pipeline is; {@link Vitals#UNKNOWN} when nothing was heard of it */
    public Vitals of(String pipeline) {
        return byPipeline.getOrDefault(pipeline, Vitals.UNKNOWN);
    }

    /** A pipeline has no endpoint any more. */
    public void forget(String pipeline) {
        byPipeline.remove(pipeline);
    }

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        change(run.pipeline(), vitals -> switch (run.outcome()) {
            case FAILED -> vitals.failed(run.message());
            case PAUSED -> vitals.asPaused();
            case BUSY, OPEN -> vitals;
            default -> vitals.succeeded(run.lag(), clock.instant());
        });
    }

    @Override
    public void eventOccurred(EtlEvent event) {
        change(event.pipeline(), vitals -> {
            if (event instanceof EtlEvent.BreakerOpened opened) {
                return vitals.breaker(opened.until());
            } else if (event instanceof EtlEvent.BreakerClosed) {
                return vitals.breaker(null);
            } else if (event instanceof EtlEvent.PipelineLate late) {
                return vitals.lateSince(late.at());
            } else if (event instanceof EtlEvent.PipelineCaughtUp) {
                return vitals.onTime();
            } else if (event instanceof EtlEvent.RecordsPostponed postponed) {
                return vitals.waiting(postponed.waiting());
            }
            return vitals;
        });
    }

    private void change(String pipeline, UnaryOperator<Vitals> change) {
        byPipeline.compute(pipeline, (name, known) -> change.apply(known == null ? Vitals.UNKNOWN : known));
    }
}
