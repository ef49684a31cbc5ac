package io.cameletl.internal.outlet;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Failures whose texts may leave. An exception cannot be given another text: what says too much is replaced by a copy of the
 * same kind. What the server says in detail, which are whole rows, and where, which are statements, is left out.
 */
final class Causes {
    private static final String API = "io.cameletl";
    private static final String OURS = API + '.';

    /** A shorter message may be in a text by chance. */
    private static final int SHORT = 8;

    private final @Nullable String pipeline;
    private final IdentityHashMap<Throwable, Throwable> known = new IdentityHashMap<>();
    private boolean copiesOurs;

    Causes(@Nullable String pipeline) {
        this.pipeline = pipeline;
    }

    /** @return a failure's message without the server's details */
    static @Nullable String message(Throwable failure) {
        if (failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            return serverMessage(postgres.getServerErrorMessage());
        }
        String message = failure.getMessage();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = failure.getCause(); message != null && cause != null && seen.add(cause); ) {
            // Many an exception repeats its cause's text.
            if (cause instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
                message = message.replace(
                        String.valueOf(cause.getMessage()), serverMessage(postgres.getServerErrorMessage()));
            }
            cause = cause.getCause();
        }
        return message == null ? null : DriverDetails.cut(message);
    }

    /** @return a text in which the words of its causes are marked, and are without the server's details */
    static String marked(String text, @Nullable Throwable cause) {
        String marked = text;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable link = cause; link != null && seen.add(link); link = link.getCause()) {
            String whole = link.getMessage();
            if (whole != null && !whole.isBlank() && !isOurs(link)) {
                String words = Value.words(String.valueOf(message(link)));
                marked = whole.length() < SHORT
                        ? marked.replace(": " + whole, ": " + words)
                        : marked.replace(whole, words);
            }
        }
        return marked;
    }

    /** What we say has its values marked; an exception of the JDK's that we throw is ours as well. */
    private static boolean isOurs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        boolean plain = failure.getClass() == IllegalArgumentException.class
                || failure.getClass() == IllegalStateException.class;
        return failure.getClass().getName().startsWith(OURS)
                || (plain && trace.length > 0 && trace[0].getClassName().startsWith(OURS));
    }

    private static String serverMessage(ServerErrorMessage answer) {
        return answer.getSeverity() + ": " + answer.getMessage();
    }

    @SuppressWarnings("unchecked") // a copy is of the kind that callers catch
    <T extends Throwable> T clean(T failure) {
        return isClean(failure, Collections.newSetFromMap(new IdentityHashMap<>())) ? failure : (T) cleaned(failure);
    }

    /** The same for a log, where nobody catches it: one of ours is a copy as well where somebody has added to it. */
    Throwable logged(Throwable failure) {
        copiesOurs = true;
        return clean(failure);
    }

    private boolean isClean(Throwable failure, Set<Throwable> seen) {
        return !seen.add(failure) || (isCleanItself(failure) && links(failure).allMatch(link -> isClean(link, seen)));
    }

    private boolean isCleanItself(Throwable failure) {
        String message = isApi(failure) ? null : text(failure);
        return message == null || message.equals(failure.getMessage());
    }

    /** What hangs on a failure. One of ours was made of clean texts and causes; but anybody may have added to it since. */
    private Stream<Throwable> links(Throwable failure) {
        Stream<Throwable> suppressed = Arrays.stream(failure.getSuppressed());
        if (isApi(failure)) {
            return copiesOurs ? suppressed : Stream.empty();
        }
        SQLException next = failure instanceof SQLException sql ? sql.getNextException() : null;
        return Stream.of(Stream.ofNullable(failure.getCause()), Stream.<Throwable>ofNullable(next), suppressed)
                .flatMap(links -> links);
    }

    private static boolean isApi(Throwable failure) {
        return API.equals(failure.getClass().getPackageName());
    }

    private Throwable cleaned(Throwable failure) {
        Throwable before = known.get(failure);
        if (before != null) {
            return before;
        }
        if (isClean(failure, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            return failure;
        }
        // For one that is its own cause, however far down: it ends there.
        known.put(failure, traced(failure, copy(failure, text(failure), null)));
        Throwable cause = failure.getCause() == null ? null : cleaned(failure.getCause());
        SQLException next = failure instanceof SQLException sql && sql.getNextException() != null
                ? (SQLException) cleaned(sql.getNextException())
                : null;
        Throwable copy = traced(failure, copy(failure, text(failure), cause));
        if (copy instanceof SQLException sql && next != null) {
            sql.setNextException(next);
        }
        Arrays.stream(failure.getSuppressed()).map(this::cleaned).forEach(copy::addSuppressed);
        known.put(failure, copy);
        return copy;
    }

    private static Throwable traced(Throwable failure, Throwable copy) {
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private @Nullable String text(Throwable failure) {
        String message = message(failure);
        if (message == null) {
            return null;
        }
        if (failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            String severity = postgres.getServerErrorMessage().getSeverity() + ": ";
            return Outlet.text(pipeline, severity + Value.words(message.substring(severity.length())));
        }
        return Outlet.text(pipeline, isOurs(failure) ? message : Value.words(message));
    }

    private static Throwable copy(Throwable failure, @Nullable String message, @Nullable Throwable cause) {
        if (failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            PSQLException copy = new PSQLException(told(postgres.getServerErrorMessage(), String.valueOf(message)));
            return cause == null ? copy : copy.initCause(cause);
        }
        return Copies.of(failure, message, cause);
    }

    /** The fields that name things of the schema, and the message. */
    private static ServerErrorMessage told(ServerErrorMessage answer, String message) {
        StringBuilder fields = new StringBuilder();
        String severity = String.valueOf(answer.getSeverity());
        field(fields, 'S', severity);
        field(fields, 'C', answer.getSQLState());
        field(fields, 'M', message.startsWith(severity + ": ") ? message.substring(severity.length() + 2) : message);
        field(fields, 's', answer.getSchema());
        field(fields, 't', answer.getTable());
        field(fields, 'c', answer.getColumn());
        field(fields, 'd', answer.getDatatype());
        field(fields, 'n', answer.getConstraint());
        return new ServerErrorMessage(fields.toString());
    }

    private static void field(StringBuilder fields, char name, @Nullable String text) {
        if (text != null) {
            fields.append(name).append(text.replace('\0', ' ')).append('\0');
        }
    }
}
