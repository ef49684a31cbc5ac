package io.cameletl.internal.engine.page;

import org.jspecify.annotations.Nullable;

/** A stop came while a page was waited for. */
public final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    public StoppedException(@Nullable Throwable failure) {
        super("stopped before a page was loaded", failure);
    }
}
