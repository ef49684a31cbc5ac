package io.cameletl.internal.postgres.load;

import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TableTraits;
import io.cameletl.internal.values.Shortened;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why PostgreSQL refused a record, in words, and what to do about it. */
public final class ServerErrors {
    private static final int LONGEST = 200;

    /** A reference to a missing row, a row that is still referred to, a unique value that another row has. */
    private static final Set<String> DEPENDING_ON_OTHERS =
            Set.of("23001", "23503", SqlStates.UNIQUE_VIOLATION, "23P01");

    /** A reference to a missing row, or a row that is still referred to. */
    private static final Set<String> FOREIGN_KEY = Set.of("23001", "23503");

    private ServerErrors() {}

    /** @return whether a foreign key does not hold: it may once other rows have come or gone */
    public static boolean isForeignKey(@Nullable String sqlState) {
        return FOREIGN_KEY.contains(String.valueOf(sqlState));
    }

    /** The constraint or rule that the record breaks, from the structured fields of the server's answer. */
    public static String reason(SQLException failure) {
        if (failure instanceof UnaccountedException unaccounted) {
            return String.valueOf(unaccounted.getMessage());
        }
        String rule =
                switch (String.valueOf(SqlStates.find(failure))) {
                    case "23502" -> "the column must not be NULL. Fill it, or give it a default";
                    case "23001", "23503" ->
                        "the foreign key" + constraint(failure) + " does not hold. Load the row it refers to"
                                + " in this page or before (parents come first in the option tables), or delete what refers to it";
                    case "23505" ->
                        "another row has this value of the unique constraint" + constraint(failure)
                                + ". Correct the record or that row";
                    case "23514" -> "the check" + constraint(failure) + " does not hold. Correct the record";
                    case "23P01" ->
                        "the exclusion constraint" + constraint(failure) + " does not hold. Correct the record";
                    case SqlStates.PROGRAM_LIMIT_EXCEEDED ->
                        "a value is larger than PostgreSQL, or an index over its column, takes. Shorten it, or index less"
                                + " of it";
                    case "54001" ->
                        "a value is nested deeper than the server takes it, as its max_stack_depth says. Make it flatter";
                    case SqlStates.INSUFFICIENT_PRIVILEGE ->
                        "the user may not write this row, as by a policy of row-level security, or do what a trigger does"
                                + " for it. Correct the record, or the policy or right";
                    default -> ofClass(failure);
                };
        return rule + " (" + server(failure) + ")";
    }

    private static String ofClass(SQLException failure) {
        String state = String.valueOf(SqlStates.find(failure));
        if (state.startsWith("22")) {
            return "the value does not fit. Correct the record";
        }
        return state.startsWith("P0")
                ? "a trigger or function refuses it; the message is its author's. Correct the record, or what raises it"
                : "the server fails with this record and not without it. " + ServerAdvice.of(failure);
    }

    /** The reason, with what may hide the row that is in the way of a table's record. */
    public static String reason(SQLException failure, StagedTable table) {
        TableTraits traits = table.table().traits();
        String reason = reason(failure);
        if (!SqlStates.is(SqlStates.UNIQUE_VIOLATION, failure)) {
            return reason;
        }
        return reason
                + (traits.rowSecurity() ? ". Row-level security may hide that row from the user" : "")
                + (traits.writeTriggers().isEmpty()
                        ? ""
                        : ". A trigger may have changed the record's values, one of " + traits.writeTriggers());
    }

    /** The reason for a value that a column does not take. */
    public static String unfit(@Nullable Object value, SQLException failure) {
        return "the column does not take the value " + (value == null ? "NULL" : "'" + Shortened.of(value) + "'")
                + ". Correct it in the transform, or alter the column (" + server(failure) + ")";
    }

    /** @return whether the record may pass once other records of the page are loaded: a row is missing, or in the way */
    public static boolean dependsOnOthers(SQLException failure) {
        return DEPENDING_ON_OTHERS.contains(String.valueOf(SqlStates.find(failure)));
    }

    /** @return the column that the server's answer names; null when it names none */
    public static @Nullable String column(SQLException failure) {
        if (failure instanceof UnaccountedException unaccounted) {
            return unaccounted.column();
        }
        ServerErrorMessage answer = answer(failure);
        return answer == null ? null : answer.getColumn();
    }

    /** The server's message with its SQLSTATE, cut where it repeats a long value. */
    public static String server(SQLException failure) {
        ServerErrorMessage answer = answer(failure);
        String text = answer == null ? Value.plain(Outlet.words(failure)) : String.valueOf(answer.getMessage());
        return SqlStates.find(failure) + " "
                + Value.words(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    /** What to do about a failure that no single record caused. */
    public static String advice(SQLException failure) {
        return ServerAdvice.of(failure);
    }

    /** @return the table that the server's answer names; null when it names none */
    static @Nullable QualifiedName table(SQLException failure) {
        ServerErrorMessage answer = answer(failure);
        return answer == null || answer.getTable() == null
                ? null
                : new QualifiedName(answer.getSchema(), answer.getTable());
    }

    /** @return the constraint that the server's answer names; null when it names none */
    static @Nullable String constraintName(SQLException failure) {
        ServerErrorMessage answer = answer(failure);
        return answer == null ? null : answer.getConstraint();
    }

    private static String constraint(SQLException failure) {
        String name = constraintName(failure);
        return name == null ? "" : " \"" + name + "\"";
    }

    private static @Nullable ServerErrorMessage answer(SQLException failure) {
        return failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }
}
