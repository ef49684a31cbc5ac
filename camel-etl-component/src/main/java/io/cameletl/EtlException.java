package io.cameletl;

import org.jspecify.annotations.Nullable;

/** What went wrong with a pipeline, in words that name the pipeline, the rule and what to do. */
public class EtlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String pipeline;

    /**
     * @param pipeline the pipeline's name; put before the message
     * @param message what is wrong and what to do about it
     */
    public EtlException(String pipeline, String message) {
        this(pipeline, message, null);
    }

    /**
     * @param pipeline the pipeline's name; put before the message
     * @param message what is wrong and what to do about it
     * @param cause what it came from; may be null
     */
    public EtlException(String pipeline, String message, @Nullable Throwable cause) {
        super("pipeline \"" + pipeline + "\": " + message, cause);
        this.pipeline = pipeline;
    }

    /** @return the pipeline's name */
    public final String pipeline() {
        return pipeline;
    }
}
