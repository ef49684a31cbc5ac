package io.cameletl.internal.adapter.endpoint;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The runs and replays that are going on, so that somebody can end them after the page in hand. Thread-safe. */
final class RunsInHand {
    private final Set<AtomicBoolean> stopped = ConcurrentHashMap.newKeySet();

    /**
     * @param ending whether it is to end for another reason
     * @param run is given what it asks between pages
     */
    <T> T during(BooleanSupplier ending, Function<BooleanSupplier, T> run) {
        AtomicBoolean stop = new AtomicBoolean();
        stopped.add(stop);
        try {
            return run.apply(() -> stop.get() || ending.getAsBoolean());
        } finally {
            stopped.remove(stop);
        }
    }

    /** @return how many are told to end */
    int stop() {
        int told = 0;
        for (AtomicBoolean stop : stopped) {
            told += stop.compareAndSet(false, true) ? 1 : 0;
        }
        return told;
    }
}
