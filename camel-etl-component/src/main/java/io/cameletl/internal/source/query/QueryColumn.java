package io.cameletl.internal.source.query;

import java.sql.Types;
import java.util.Set;

/**
 * A column of a query's result.
 *
 * @param name its label
 * @param type its type's name as the driver has it: {@code int8}, {@code _text} for an array
 * @param sqlType its {@link Types} code
 * @param nullable whether it may hold NULL; false only when that is certain
 */
public record QueryColumn(String name, String type, int sqlType, boolean nullable) {
    private static final Set<Integer> TIMES = Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, Types.DATE);

    /** Two of their values are equal exactly when their texts are; not so text in some collations, or numeric. */
    private static final Set<String> ONE_TEXT_PER_VALUE = Set.of(
            "int2",
            "int4",
            "int8",
            "smallserial",
            "serial",
            "bigserial",
            "oid",
            "uuid",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "bool",
            "bytea");

    /** Their text does not hang on extra_float_digits or IntervalStyle. */
    private static final Set<String> SETTLED = Set.of(
            "numeric",
            "money",
            "text",
            "varchar",
            "bpchar",
            "char",
            "name",
            "timetz",
            "json",
            "jsonb",
            "xml",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "bit",
            "varbit",
            "tsvector",
            "tsquery",
            "int4range",
            "int8range",
            "numrange",
            "daterange",
            "tsrange",
            "tstzrange");

    /** Whether a window's end bounds it. */
    boolean isTime() {
        return TIMES.contains(sqlType);
    }

    boolean isArray() {
        return sqlType == Types.ARRAY && type.startsWith("_");
    }

    QueryColumn withNulls() {
        return new QueryColumn(name, type, sqlType, true);
    }

    boolean hasOneTextPerValue() {
        return ONE_TEXT_PER_VALUE.contains(type);
    }

    /** Whether the session's settings can shorten its text, or make it mean another thing elsewhere. */
    boolean needsSettings() {
        String element = isArray() ? type.substring(1) : type;
        return !ONE_TEXT_PER_VALUE.contains(element) && !SETTLED.contains(element);
    }
}
