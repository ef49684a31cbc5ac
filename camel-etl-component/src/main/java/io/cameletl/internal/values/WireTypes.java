package io.cameletl.internal.values;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types of some columns whose values PostgreSQL servers take from each other in binary. Types of one name here have one
 * binary form on all versions; what a value means depends on no setting there. Immutable.
 *
 * @param byColumn the types by the columns' names
 */
public record WireTypes(Map<String, String> byColumn) {
    /** No column. */
    public static final WireTypes NONE = new WireTypes(Map.of());

    private static final String TEXT = "text";

    /** The numbers of built-in types never change: PostgreSQL's pg_type.dat. */
    private static final Map<Long, String> BY_OID = Map.ofEntries(
            Map.entry(16L, "bool"),
            Map.entry(17L, "bytea"),
            Map.entry(20L, "int8"),
            Map.entry(21L, "int2"),
            Map.entry(23L, "int4"),
            Map.entry(25L, TEXT),
            Map.entry(114L, "json"),
            Map.entry(700L, "float4"),
            Map.entry(701L, "float8"),
            Map.entry(1042L, TEXT),
            Map.entry(1043L, TEXT),
            Map.entry(1082L, "date"),
            Map.entry(1083L, "time"),
            Map.entry(1114L, "timestamp"),
            Map.entry(1184L, "timestamptz"),
            Map.entry(1186L, "interval"),
            Map.entry(1266L, "timetz"),
            Map.entry(1700L, "numeric"),
            Map.entry(2950L, "uuid"),
            Map.entry(3802L, "jsonb"));

    /** As the driver calls the types of columns with a sequence, and those that share a form with another. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8", "varchar", TEXT, "bpchar", TEXT);

    /** What a cast to text writes of them is what the server sends as their text. */
    private static final Set<String> CAST =
            Set.of("int2", "int4", "int8", "numeric", "date", "timestamp", "timestamptz", "uuid");

    public WireTypes {
        byColumn = Map.copyOf(byColumn);
    }

    /** @return the type of a number in {@code pg_type}; null when its values do not go in binary */
    public static @Nullable String of(long oid) {
        return BY_OID.get(oid);
    }

    /** @return the type that the driver calls so; null when its values do not go in binary */
    public static @Nullable String of(String name) {
        String type = OTHER_NAMES.getOrDefault(name, name);
        return BY_OID.containsValue(type) ? type : null;
    }

    /** @return whether the text of a value can be had by a cast, of the type that the driver calls so */
    public static boolean isCast(String name) {
        return CAST.contains(OTHER_NAMES.getOrDefault(name, name)) || isText(name);
    }

    /** @return whether a value's bytes are its text, of the type that the driver calls so */
    public static boolean isText(String name) {
        return name.equals(TEXT) || name.equals("varchar");
    }

    /** @return whether a column has this type, as the driver calls it */
    public boolean has(String column, String name) {
        String type = byColumn.get(column);
        return type != null && Objects.equals(type, of(name));
    }
}
