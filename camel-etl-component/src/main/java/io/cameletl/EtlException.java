package io.cameletl;

import com.fasterxml.jackson.core.JacksonException;
import io.cameletl.internal.outlet.Outlet;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a pipeline, in words that name the pipeline, the rule and what to do. Subclasses may be added in
 * minor releases.
 */
public class EtlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** MySQL's and MariaDB's number for a lock that was not to be had in time. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private final String pipeline;

    /**
     * @param pipeline the pipeline's name; put before the message
     * @param message what is wrong and what to do about it
     */
    public EtlException(String pipeline, String message) {
        this(pipeline, message, null);
    }

    /**
     * @param pipeline the pipeline's name; put before the message
     * @param message what is wrong and what to do about it; without credentials and control characters, and cut after 1 kB
     * @param cause what it came from; may be null. Where its text, or that of a cause of its own, holds such things or
     *     the server's details, a copy of the same kind without them
     */
    public EtlException(String pipeline, String message, @Nullable Throwable cause) {
        super(
                Outlet.message(pipeline, "pipeline \"" + pipeline + "\": " + message, cause),
                Outlet.cause(pipeline, cause));
        this.pipeline = pipeline;
    }

    /** @return the pipeline's name */
    public final String pipeline() {
        return pipeline;
    }

    /** @return whether the same may succeed when tried again, told by its causes: see {@link #isTransient(Throwable)} */
    public final boolean isTransient() {
        return isTransient(this);
    }

    /**
     * Whether the same work may succeed when tried again. Pages are retried by it. Told by the first SQLSTATE among the
     * causes, never by a message: connection lost (class 08), transaction rolled back (40), out of resources (53), lock
     * not available (55P03), operator's intervention (57), session or transaction ended by a timeout (25P03, 25P04), a
     * foreign server away (HV00N), a snapshot too old (72000, but not Oracle's); of other databases also a time-out (HYT), a query interrupted
     * (70100), and MySQL's lock wait timeout, which is a general error (HY000) with a number. Without any SQLSTATE, I/O exceptions pass, and those that
     * JDBC calls transient or recoverable.
     *
     * @param failure what failed
     * @return true when it may pass; false when it will not, or nothing tells
     */
    public static boolean isTransient(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.push(failure);
        boolean byClass = false;
        while (!open.isEmpty()) {
            Throwable link = open.pop();
            if (!seen.add(link)) {
                continue;
            }
            if (link instanceof SQLException sql) {
                if (tells(sql.getSQLState())) {
                    return isTransient(sql.getSQLState(), sql.getErrorCode());
                }
                if (sql.getNextException() != null) {
                    open.push(sql.getNextException());
                }
            }
            byClass |= isTransientByClass(link);
            if (link.getCause() != null) {
                open.push(link.getCause());
            }
        }
        return byClass;
    }

    /** 25P02 says only that an earlier statement failed; the reason is further down. */
    private static boolean tells(@Nullable String state) {
        return state != null && !state.isEmpty() && !state.equals("25P02");
    }

    private static boolean isTransient(String state, int code) {
        return state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.equals("55P03")
                || state.equals("25P03")
                || state.equals("25P04")
                || state.equals("HV00N")
                || (state.equals("72000") && code == 0)
                || state.startsWith("HYT")
                || state.equals("70100")
                || (state.equals("HY000") && code == LOCK_WAIT_TIMEOUT);
    }

    /** Jackson derives "not JSON" from IOException; trying again does not mend it. */
    private static boolean isTransientByClass(Throwable link) {
        return link instanceof SQLTransientException
                || link instanceof SQLRecoverableException
                || (link instanceof IOException && !(link instanceof JacksonException));
    }
}
