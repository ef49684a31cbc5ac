package io.cameletl.internal.adapter.control;

/** What somebody asked of a pipeline is not done. Its message has gone through the outlet, and it has no cause. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why; each way has its own kind of answer for it. */
    public enum Reason {
        /** Not by them. */
        ROLE,
        /** Not so often. */
        RATE,
        /** It could not be done. */
        FAILED
    }

    RefusedException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** @param message why it could not be done, as it may leave */
    public static RefusedException failed(String message) {
        return new RefusedException(Reason.FAILED, message);
    }

    public Reason reason() {
        return reason;
    }
}
