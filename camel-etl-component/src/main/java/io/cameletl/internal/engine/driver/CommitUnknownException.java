package io.cameletl.internal.engine.driver;

/** The commit was sent and its answer never came: the page may be in or not. The store knows. */
public final class CommitUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient PageResult result;

    /**
     * @param result what became of the page's records if the commit went through
     * @param cause how the connection was lost
     */
    public CommitUnknownException(PageResult result, Throwable cause) {
        super("the commit's answer never came", cause);
        this.result = result;
    }

    /** @return what became of the page's records if the commit went through */
    public PageResult result() {
        return result;
    }
}
