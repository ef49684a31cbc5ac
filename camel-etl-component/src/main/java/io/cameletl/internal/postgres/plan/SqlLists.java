package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The lists that generated statements are made of. Every column is qualified, so that no user's name is ambiguous. */
public final class SqlLists {
    private SqlLists() {}

    /** {@code "a", "b"}. */
    public static String names(List<Identifier> columns) {
        return join(columns, ", ", Identifier::sql);
    }

    /** {@code s."a", s."b"}. */
    public static String qualified(String alias, List<Identifier> columns) {
        return join(columns, ", ", column -> alias + "." + column.sql());
    }

    /** The condition that two rows or records differ in columns, by their stored images; false without columns. */
    public static String differ(String one, String other, List<Identifier> columns) {
        return columns.isEmpty()
                ? "false"
                : "ROW(" + qualified(one, columns) + ")::pg_catalog.record OPERATOR(pg_catalog.*<>) ROW("
                        + qualified(other, columns) + ")::pg_catalog.record";
    }

    public static String join(List<Identifier> columns, String separator, Function<Identifier, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(separator));
    }
}
