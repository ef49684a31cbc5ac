package io.cameletl.internal.engine.events;

import io.cameletl.EtlException;
import io.cameletl.internal.outlet.Outlet;

/** What failures say of themselves. */
public final class Reason {
    private Reason() {}

    /** @return the failure's message, as it may leave; its class where it has none */
    public static String of(String pipeline, Throwable failure) {
        return failure instanceof EtlException known
                ? String.valueOf(known.getMessage())
                : Outlet.text(pipeline, Outlet.words(failure));
    }
}
