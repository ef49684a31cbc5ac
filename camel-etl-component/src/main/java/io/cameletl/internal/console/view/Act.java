package io.cameletl.internal.console.view;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be done to a pipeline from the console. */
public enum Act {
    PAUSE,
    RESUME,
    /** A run now, past the schedule and through the breaker. */
    RUN,
    /** The run in hand ends after its page. */
    STOP,
    CLOSE_BREAKER,
    /** Lines of the ledgers are loaded again. */
    REPLAY,
    /** Lines leave the ledgers for ever. The pipeline's name is to be typed. */
    DISCARD,
    /** The cursor is set. The pipeline's name is to be typed. */
    SEEK,
    /** Source and target are compared. */
    VERIFY,
    /** Source and target are compared, and the target is repaired. */
    RECONCILE,
    /** Some rows are read again. */
    RELOAD,
    /** Cursor and window are forgotten. The pipeline's name is to be typed. */
    RESET;

    /** @return as paths and forms have it, such as {@code close-breaker} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @return whether it may lose or repeat rows, so that it asks for the pipeline's name first */
    public boolean isDangerous() {
        return this == DISCARD || this == SEEK || this == RESET;
    }

    /** @return whether it may be done to several pipelines at once */
    public boolean isForMany() {
        return this == PAUSE || this == RESUME || this == REPLAY;
    }

    /** @return empty when the word is none */
    public static Optional<Act> of(String word) {
        return Stream.of(values()).filter(act -> act.word().equals(word)).findFirst();
    }
}
