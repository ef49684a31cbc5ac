package io.cameletl.internal.schedule;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/** Who hears of schedules that do not fire, in one context. Knows nothing of Quartz, which need not be there. Thread-safe. */
public final class ScheduleListeners {
    private final Map<String, Listener> byName = new ConcurrentHashMap<>();
    private final Map<String, Instant> next = new ConcurrentHashMap<>();

    /** Hears of one pipeline's schedule. */
    public interface Listener {
        /**
         * It should have fired and has not; told again and again.
         *
         * @param state of its trigger
         */
        void notFiring(Instant expected, String state);

        /** It fires. */
        void fired();
    }

    private ScheduleListeners() {}

    /** @return those of a context */
    public static synchronized ScheduleListeners of(CamelContext context) {
        ScheduleListeners known = context.getCamelContextExtension().getContextPlugin(ScheduleListeners.class);
        if (known == null) {
            known = new ScheduleListeners();
            context.getCamelContextExtension().addContextPlugin(ScheduleListeners.class, known);
        }
        return known;
    }

    /** @param name the pipeline's, which its trigger has as well */
    public void add(String name, Listener listener) {
        byName.put(name, listener);
    }

    public void remove(String name, Listener listener) {
        byName.remove(name, listener);
    }

    /** @param at when it is to fire next; null when it is not */
    void expect(String name, @Nullable Instant at) {
        if (at == null) {
            next.remove(name);
        } else {
            next.put(name, at);
        }
    }

    /** @return when the schedule of this name is to fire next; empty when it is not known, or it is not */
    public Optional<Instant> next(String name) {
        return Optional.ofNullable(next.get(name));
    }

    @Nullable
    Listener of(String name) {
        return byName.get(name);
    }
}
