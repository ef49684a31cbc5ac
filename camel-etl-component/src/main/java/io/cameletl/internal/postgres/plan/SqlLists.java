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

    /** {@code t."a" = s."a" AND t."b" = s."b"}. */
    public static String sameKey(List<Identifier> keys) {
        return join(keys, " AND ", key -> "t." + key.sql() + " = s." + key.sql());
    }

    /** The condition that the record in staging is not older than the row; empty without a version column. */
    public static String notOlder(TablePlan plan) {
        if (plan.match().version() == null) {
            return "";
        }
        String version = plan.match().version().sql();
        return "\n  AND (t." + version + " IS NULL OR s." + version + " >= t." + version + ")";
    }

    public static String join(List<Identifier> columns, String separator, Function<Identifier, String> each) {
        return columns.stream().map(each).collect(Collectors.joining(separator));
    }
}
