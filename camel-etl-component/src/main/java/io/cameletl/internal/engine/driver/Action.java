package io.cameletl.internal.engine.driver;

import java.util.Map;

/**
 * What somebody does to a pipeline by hand, as it is written down.
 *
 * @param kind what is done
 * @param by who does it
 * @param details what exactly, by name; values in it are marked as such
 */
public record Action(Kind kind, Actor by, Map<String, String> details) {
    public Action {
        details = Map.copyOf(details);
    }

    public Action(Kind kind, Actor by) {
        this(kind, by, Map.of());
    }

    /** The names are kept in the state tables. */
    public enum Kind {
        PAUSE,
        RESUME,
        SEEK,
        REPLAY,
        ADOPT,
        CLOSE_BREAKER,
        RUN,
        STOP,
        DISCARD,
        VERIFY,
        RESET,
        RELOAD,
        RECONCILE
    }
}
