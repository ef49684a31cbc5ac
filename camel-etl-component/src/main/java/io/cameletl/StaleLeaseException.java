package io.cameletl;

import org.jspecify.annotations.Nullable;

/**
 * Another holder has the pipeline, or somebody moved its cursor: this run's page was rolled back, nothing of it was
 * written. The other holder goes on from the last committed page.
 */
public final class StaleLeaseException extends EtlException {
    private static final long serialVersionUID = 1L;

    /**
     * @param pipeline the pipeline's name
     * @param message who holds the pipeline now, as far as known
     * @param cause what it came from; may be null
     */
    public StaleLeaseException(String pipeline, String message, @Nullable Throwable cause) {
        super(pipeline, message, cause);
    }
}
