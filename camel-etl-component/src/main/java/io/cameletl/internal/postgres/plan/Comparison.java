package io.cameletl.internal.postgres.plan;

import org.jspecify.annotations.Nullable;

/**
 * An operator as the catalog has it, written with its schema, between two columns: that of an index, a foreign key or a
 * type's order. So it does not depend on the search path, and agrees with the index.
 *
 * @param operator the operator: {@code OPERATOR(pg_catalog.=)}
 * @param leftType the type that the operator takes on the left, quoted and qualified; null when the column has it
 * @param rightType the same for the right
 * @param collation the collation to compare by, quoted and qualified; null for that of the columns
 */
public record Comparison(
        String operator, @Nullable String leftType, @Nullable String rightType, @Nullable String collation) {
    /** A comparison of two values of one type, by its own collation. */
    static Comparison of(String operator, @Nullable String type) {
        return new Comparison(operator, type, type, null);
    }

    /** {@code t."a"::pg_catalog.text COLLATE "x"."y" OPERATOR(pg_catalog.=) s."b"::pg_catalog.text}. */
    public String sql(String left, String right) {
        return cast(left, leftType) + collate() + " " + operator + " " + cast(right, rightType);
    }

    /** The collation as it follows an expression; empty for that of the columns. */
    String collate() {
        return collation == null ? "" : " COLLATE " + collation;
    }

    /** @return whether both are the same operator, by whatever collation */
    boolean isSameOperator(@Nullable Comparison other) {
        return other != null
                && sql("", "").equals(other.withCollation(collation).sql("", ""));
    }

    private Comparison withCollation(@Nullable String other) {
        return new Comparison(operator, leftType, rightType, other);
    }

    private static String cast(String value, @Nullable String type) {
        return type == null ? value : value + "::" + type;
    }
}
