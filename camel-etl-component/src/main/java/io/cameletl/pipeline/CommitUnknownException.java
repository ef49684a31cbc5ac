package io.cameletl.pipeline;

import java.util.Map;

/** The commit was sent and its answer never came: the page may be in or not. The store knows. */
public final class CommitUnknownException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, TableCounts> counts;

    /**
     * @param counts what became of the page's records if the commit went through
     * @param cause how the connection was lost
     */
    public CommitUnknownException(Map<String, TableCounts> counts, Throwable cause) {
        super("the commit's answer never came", cause);
        this.counts = counts;
    }

    /** @return what became of the page's records if the commit went through */
    public Map<String, TableCounts> counts() {
        return counts;
    }
}
