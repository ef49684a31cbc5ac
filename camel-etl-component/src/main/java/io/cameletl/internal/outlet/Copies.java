package io.cameletl.internal.outlet;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** Exceptions that stand for others, by whose names they go. What tells failures apart by class sees the same kind. */
@SuppressWarnings(
        "OverrideThrowableToString") // they go by another name, and have the message that getMessage() answers
final class Copies {
    private Copies() {}

    private static String named(String name, @Nullable String message) {
        return message == null ? name : name + ": " + message;
    }

    static final class OfSql extends SQLException {
        private static final long serialVersionUID = 1L;

        private final String name;

        OfSql(SQLException from, @Nullable String message, @Nullable Throwable cause) {
            super(message, from.getSQLState(), from.getErrorCode(), cause);
            this.name = from.getClass().getName();
        }

        @Override
        public String toString() {
            return named(name, getMessage());
        }
    }

    static final class OfTransientSql extends SQLTransientException {
        private static final long serialVersionUID = 1L;

        private final String name;

        OfTransientSql(SQLException from, @Nullable String message, @Nullable Throwable cause) {
            super(message, from.getSQLState(), from.getErrorCode(), cause);
            this.name = from.getClass().getName();
        }

        @Override
        public String toString() {
            return named(name, getMessage());
        }
    }

    static final class OfRecoverableSql extends SQLRecoverableException {
        private static final long serialVersionUID = 1L;

        private final String name;

        OfRecoverableSql(SQLException from, @Nullable String message, @Nullable Throwable cause) {
            super(message, from.getSQLState(), from.getErrorCode(), cause);
            this.name = from.getClass().getName();
        }

        @Override
        public String toString() {
            return named(name, getMessage());
        }
    }

    static final class OfIo extends IOException {
        private static final long serialVersionUID = 1L;

        private final String name;

        OfIo(Throwable from, @Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
            this.name = from.getClass().getName();
        }

        @Override
        public String toString() {
            return named(name, getMessage());
        }
    }

    static final class OfAny extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String name;

        OfAny(Throwable from, @Nullable String message, @Nullable Throwable cause) {
            super(message, cause);
            this.name = from.getClass().getName();
        }

        @Override
        public String toString() {
            return named(name, getMessage());
        }
    }
}
