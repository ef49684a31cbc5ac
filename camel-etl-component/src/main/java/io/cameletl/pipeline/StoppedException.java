package io.cameletl.pipeline;

import org.jspecify.annotations.Nullable;

/** A stop came while a page was waited for. */
final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    StoppedException(@Nullable Throwable failure) {
        super("stopped before a page was loaded", failure);
    }
}
