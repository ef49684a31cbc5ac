package io.cameletl.internal.jdbc;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a failure means, told by its SQLSTATE anywhere in the chain of causes, never by its message. */
public final class SqlStates {
    /** A transaction under REPEATABLE READ or SERIALIZABLE met a concurrent change. */
    public static final String SERIALIZATION_FAILURE = "40001";
    /** Two transactions waited for each other. */
    public static final String DEADLOCK_DETECTED = "40P01";
    /** The role lacks a privilege. */
    public static final String INSUFFICIENT_PRIVILEGE = "42501";
    /** A table that does not exist. */
    public static final String UNDEFINED_TABLE = "42P01";
    /** A schema that does not exist. */
    public static final String INVALID_SCHEMA_NAME = "3F000";
    /** A write in a read-only transaction. */
    public static final String READ_ONLY_TRANSACTION = "25006";
    /** A lock was not to be had in time. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    /** A statement was cancelled, as by its timeout. */
    public static final String QUERY_CANCELED = "57014";
    /** Something is not in a state for this, as the rows of a published table that nothing identifies for an update. */
    private static final String NOT_IN_PREREQUISITE_STATE = "55000";
    /** A row with this key is there already. */
    public static final String UNIQUE_VIOLATION = "23505";

    /** What another transaction has just made: a schema, a table, an index or column, or a row of the catalog. */
    private static final Set<String> THERE_ALREADY = Set.of("42P06", "42P07", "42701", "42710", UNIQUE_VIOLATION);

    /** A value, or a row, is larger than the server takes it, or than an index does. */
    public static final String PROGRAM_LIMIT_EXCEEDED = "54000";

    /** A number is larger than its type. */
    public static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";

    /** A time is out of the range of its type. */
    public static final String DATETIME_FIELD_OVERFLOW = "22008";

    /** Says only that an earlier statement failed; the reason is further down the chain. */
    private static final String IN_FAILED_TRANSACTION = "25P02";

    /**
     * What no record causes. Of connection, session and transaction: 08, 0B, 25, 26, 28, 2D, 34, 3B, 3D. Of rights and
     * names: 0L, 0P, 2B, 3F, 42. Passing or of the machine: 40, 53, 55, 57, 58, 72. Of the server's settings, foreign
     * servers or its own faults: F0, HV, XX001, XX002. More columns than a table has: 54011. Of other databases and drivers:
     * HY, HYT, 99.
     */
    private static final String[] NEVER_DATA = {
        "08", "0B", "0L", "0P", "25", "26", "28", "2B", "2D", "34", "3B", "3D", "3F", "40", "42", "53", "54011", "55",
        "57", "58", "72", "99", "F0", "HV", "HY", "XX001", "XX002"
    };

    private SqlStates() {}

    /**
     * @return the first SQLSTATE in the chain of causes and next exceptions, but for "the transaction failed before";
     *     null when there is none
     */
    public static @Nullable String find(@Nullable Throwable failure) {
        Throwable found = first(
                failure,
                link -> link instanceof SQLException sql
                        && sql.getSQLState() != null
                        && !sql.getSQLState().isEmpty()
                        && !sql.getSQLState().equals(IN_FAILED_TRANSACTION));
        return found instanceof SQLException sql ? sql.getSQLState() : null;
    }

    /** @return whether the failure has this SQLSTATE */
    public static boolean is(String state, @Nullable Throwable failure) {
        return state.equals(find(failure));
    }

    /** @return whether something could not be made because it is there */
    public static boolean isThereAlready(@Nullable Throwable failure) {
        String state = find(failure);
        return state != null && THERE_ALREADY.contains(state);
    }

    /** @return whether the data is to blame for certain: a value does not fit (class 22), or breaks a constraint (23) */
    public static boolean isData(@Nullable Throwable failure) {
        String state = find(failure);
        return state != null && inClass(state, "22", "23");
    }

    /**
     * @return whether a single record may be to blame, or is for certain: it {@linkplain #isData is data}, or a failure that
     *     may come of what a record holds as well as of the statement, such as a limit (54) or what a trigger raises, with
     *     whatever SQLSTATE its author chose
     */
    public static boolean mayBeData(@Nullable Throwable failure) {
        String state = find(failure);
        return state != null && (state.equals(INSUFFICIENT_PRIVILEGE) || !inClass(state, NEVER_DATA));
    }

    /** @return whether a statement names what is not there, or not as the statement has it (class 42) */
    public static boolean isOfNames(@Nullable Throwable failure) {
        String state = find(failure);
        return state != null && inClass(state, "42");
    }

    /** @return whether the user, or the state of the table, does not allow a statement */
    public static boolean mayNotWrite(@Nullable Throwable failure) {
        return is(INSUFFICIENT_PRIVILEGE, failure) || is(NOT_IN_PREREQUISITE_STATE, failure);
    }

    /**
     * @return whether the connection is gone, so that the fate of a statement under way, such as a commit, is unknown:
     *     class 08, the server going down (57P01, 57P02, 57P03), a session ended by a timeout (25P03,
     *     25P04, 57P05), a statement of which nobody knows whether it completed (40003), or without any SQLSTATE an I/O exception
     */
    public static boolean isConnectionLost(@Nullable Throwable failure) {
        String state = find(failure);
        if (state == null) {
            return first(failure, SqlStates::isInputOutput) != null;
        }
        return inClass(state, "08", "57P", "25P03", "25P04", "40003");
    }

    /**
     * What ended a statement that waited or lasted. The server has one SQLSTATE for its timeout and for a cancel by
     * somebody.
     *
     * @return a sentence to go on with; empty when it was not that
     */
    public static String whyEnded(@Nullable String state) {
        return switch (String.valueOf(state)) {
            case LOCK_NOT_AVAILABLE ->
                ". Somebody kept a lock for longer than lockTimeout, or the server's lock_timeout, lets it be waited for:"
                        + " see pg_locks and pg_stat_activity";
            case QUERY_CANCELED ->
                ". The statement lasted longer than statementTimeout, or the server's statement_timeout, lets it, or"
                        + " somebody cancelled it. Give it more time, or make pages smaller";
            default -> "";
        };
    }

    private static boolean inClass(String state, String... prefixes) {
        for (String prefix : prefixes) {
            if (state.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Jackson derives "not JSON" from IOException; trying again does not mend it. */
    private static boolean isInputOutput(Throwable link) {
        return link instanceof IOException && !(link instanceof JacksonException);
    }

    private static @Nullable Throwable first(@Nullable Throwable failure, Predicate<Throwable> wanted) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        push(open, failure);
        while (!open.isEmpty()) {
            Throwable link = open.pop();
            if (!seen.add(link)) {
                continue;
            }
            if (wanted.test(link)) {
                return link;
            }
            push(open, link instanceof SQLException sql ? sql.getNextException() : null);
            push(open, link.getCause());
        }
        return null;
    }

    private static void push(Deque<Throwable> open, @Nullable Throwable link) {
        if (link != null) {
            open.push(link);
        }
    }
}
