package io.cameletl.internal.engine.driver;

/** The commit was sent and its answer never came: the page may be in or not. The store knows. */
public final class CommitUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PageResult written;

    /**
     * @param written what became of the page's records if the commit went through
     * @param cause how the connection was lost
     */
    public CommitUnknownException(PageResult written, Throwable cause) {
        super("the commit's answer never came", cause);
        this.written = written;
    }

    /** @return what became of the page's records if the commit went through */
    public PageResult written() {
        return written;
    }
}
