package io.cameletl.internal.route;

import io.cameletl.EtlException;
import java.util.function.Supplier;

/** Puts a pipeline's name before what is said of its settings. */
public final class PipelineErrors {
    private PipelineErrors() {}

    /** @throws EtlException with the message of the {@link IllegalArgumentException} that making it threw */
    public static <T> T named(String pipeline, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new EtlException(pipeline, String.valueOf(e.getMessage()), e);
        }
    }
}
