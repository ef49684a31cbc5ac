package io.cameletl.pipeline;

/** The commit was sent and its answer never came: the page may be in or not. The store knows. */
public final class CommitUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Written written;

    /**
     * @param written what became of the page's records if the commit went through
     * @param cause how the connection was lost
     */
    public CommitUnknownException(Written written, Throwable cause) {
        super("the commit's answer never came", cause);
        this.written = written;
    }

    /** @return what became of the page's records if the commit went through */
    public Written written() {
        return written;
    }
}
