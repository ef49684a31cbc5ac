package io.cameletl.internal.engine.step;

/** A page that had grown while many waited has failed: its rows are loaded by pages of the usual size. */
final class LargePageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Exception cause;

    LargePageException(Exception cause) {
        super(cause);
        this.cause = cause;
    }

    Exception cause() {
        return cause;
    }
}
