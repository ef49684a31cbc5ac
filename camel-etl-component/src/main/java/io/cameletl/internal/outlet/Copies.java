package io.cameletl.internal.outlet;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions that stand for others, by whose names they go. What tells failures apart by class sees the same kind: each is
 * of the JDK's class that says whether it may pass.
 */
@SuppressWarnings(
        "OverrideThrowableToString") // they go by another name, and have the message that getMessage() answers
final class Copies {
    private Copies() {}

    static Throwable of(Throwable failure, @Nullable String message, @Nullable Throwable cause) {
        String name = failure.getClass().getName();
        if (failure instanceof SQLException sql) {
            return ofSql(name, sql, message, cause);
        }
        if (failure.getClass() == IllegalArgumentException.class) {
            return new IllegalArgumentException(message, cause);
        }
        if (failure.getClass() == IllegalStateException.class) {
            return new IllegalStateException(message, cause);
        }
        if (failure instanceof IOException && !(failure instanceof JacksonException)) {
            return new IOException(message, cause) {
                @Override
                public String toString() {
                    return shown(name, this);
                }
            };
        }
        return new RuntimeException(message, cause) {
            @Override
            public String toString() {
                return shown(name, this);
            }
        };
    }

    private static SQLException ofSql(
            String name, SQLException sql, @Nullable String message, @Nullable Throwable cause) {
        if (sql instanceof SQLTransientException) {
            return new SQLTransientException(message, sql.getSQLState(), sql.getErrorCode(), cause) {
                @Override
                public String toString() {
                    return shown(name, this);
                }
            };
        }
        if (sql instanceof SQLRecoverableException) {
            return new SQLRecoverableException(message, sql.getSQLState(), sql.getErrorCode(), cause) {
                @Override
                public String toString() {
                    return shown(name, this);
                }
            };
        }
        return new SQLException(message, sql.getSQLState(), sql.getErrorCode(), cause) {
            @Override
            public String toString() {
                return shown(name, this);
            }
        };
    }

    private static String shown(String name, Throwable copy) {
        return copy.getMessage() == null ? name : name + ": " + copy.getMessage();
    }
}
