package io.cameletl;

import org.jspecify.annotations.Nullable;

/** More records are bad than a run may set aside: something is wrong with all of it, so its page is never skipped. */
public final class TooManyRejectsException extends EtlException {
    private static final long serialVersionUID = 1L;

    /**
     * @param pipeline the pipeline's name
     * @param message how many there are, how many there may be, and what to do
     * @param cause what it came from; may be null
     */
    public TooManyRejectsException(String pipeline, String message, @Nullable Throwable cause) {
        super(pipeline, message, cause);
    }
}
