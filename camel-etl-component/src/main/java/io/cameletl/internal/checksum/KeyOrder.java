package io.cameletl.internal.checksum;

import io.cameletl.internal.engine.pass.ImageType;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which keys two servers order alike, so that ranges of them are the same rows on both. Text is ordered alike where both
 * columns have a collation of one name. Should the servers have different versions of it, rows near the ends of ranges are
 * looked at twice, and no more.
 */
public final class KeyOrder {
    private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
    private static final Set<String> TEXTS = Set.of("text", "varchar");
    private static final Set<String> OTHERS = Set.of(
            "oid", "uuid", "date", "time", "timestamp", "timestamptz", "bytea", "bool", "inet", "macaddr", "macaddr8");

    private KeyOrder() {}

    /**
     * @param one the type of a key's column on one side
     * @param other that on the other side
     * @param sameCollation whether both have one collation, or none
     * @return the type that keys are compared in; null when they are not ordered alike for certain
     */
    public static @Nullable String type(ImageType one, ImageType other, boolean sameCollation) {
        if (!one.isBuiltIn() || !other.isBuiltIn() || one.array() || other.array() || !sameCollation) {
            return null;
        }
        if (WHOLE.contains(one.name()) && WHOLE.contains(other.name())) {
            return "pg_catalog.int8";
        }
        if (TEXTS.contains(one.name()) && TEXTS.contains(other.name())) {
            return "pg_catalog.text";
        }
        return OTHERS.contains(one.name()) && one.isNamed(other) ? "pg_catalog." + one.name() : null;
    }

    /** @return what the order of a column goes by besides its type, as a text: its collation; empty where it has none */
    public static String collation(String column, ImageType type) {
        if (!type.isBuiltIn() || type.array() || !TEXTS.contains(type.name())) {
            return "''";
        }
        String name = "pg_catalog.pg_collation_for(" + column + ")";
        return "CASE WHEN " + name
                + " OPERATOR(pg_catalog.=) '\"default\"' THEN (SELECT pg_catalog.concat_ws(' ', d.datlocprovider, d.datcollate,"
                + " pg_catalog.to_jsonb(d) OPERATOR(pg_catalog.->>) 'daticulocale',"
                + " pg_catalog.to_jsonb(d) OPERATOR(pg_catalog.->>) 'datlocale')"
                + " FROM pg_catalog.pg_database d"
                + " WHERE d.datname OPERATOR(pg_catalog.=) pg_catalog.current_database())"
                + " ELSE COALESCE(" + name + ", '') END";
    }
}
