package io.cameletl.pipeline;

/** The commit was sent and its answer never came: the page may be in or not. The store knows. */
public final class CommitUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param cause how the connection was lost */
    public CommitUnknownException(Throwable cause) {
        super("the commit's answer never came", cause);
    }
}
