package io.cameletl.guarantees.support;

import io.cameletl.support.StatementHook;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the points at which a crash makes a difference: before each statement, COPY and commit, which is also after
 * the one before; and after each commit, when it is done but its caller has not yet heard.
 */
public final class Events implements StatementHook {
    private final List<String> seen = new ArrayList<>();
    private final int fatal;
    private final Runnable crash;

    /** Only counts. */
    public Events() {
        this(0, () -> {});
    }

    /** @param fatal the event, from 1, at which to crash */
    public Events(int fatal, Runnable crash) {
        this.fatal = fatal;
        this.crash = crash;
    }

    @Override
    public void on(String sql, When when) {
        if (when == When.BEFORE || sql.equals("COMMIT")) {
            boolean due;
            synchronized (this) {
                seen.add(when + " "
                        + sql.strip().lines().reduce((first, last) -> last).orElse(""));
                due = seen.size() == fatal;
            }
            if (due) {
                crash.run();
            }
        }
    }

    public synchronized int count() {
        return seen.size();
    }

    /** What the fatal event was, or that it was never reached. */
    public synchronized String fatal() {
        return "event " + fatal + ": " + (seen.size() < fatal ? "not reached" : seen.get(fatal - 1));
    }
}
