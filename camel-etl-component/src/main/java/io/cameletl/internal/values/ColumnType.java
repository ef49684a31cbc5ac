package io.cameletl.internal.values;

import org.jspecify.annotations.Nullable;

/**
 * A column's type, as far as it changes how values are written. A domain has the type it is made from.
 *
 * @param kind how Java values are to be written
 * @param element the type of an array's elements; null for every other kind
 * @param delimiter what stands between an array's elements: {@code pg_type.typdelim}, a comma for all but {@code box}
 */
public record ColumnType(Kind kind, @Nullable ColumnType element, char delimiter) {
    /** Any type that has no rule of its own. */
    public static final ColumnType OTHER = new ColumnType(Kind.OTHER, null, ',');

    /** The type {@code boolean}. */
    static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, null, ',');

    /** The type {@code jsonb}. */
    public static final ColumnType JSONB = new ColumnType(Kind.JSONB, null, ',');

    /** The kinds of type that change how a Java value is written. */
    public enum Kind {
        BOOLEAN,
        TIMESTAMPTZ,
        TIMESTAMP,
        DATE,
        TIME,
        TIMETZ,
        JSON,
        JSONB,
        BYTEA,
        BIT,
        MONEY,
        ARRAY,
        OTHER
    }

    /** @throws IllegalArgumentException when an array has no element type, or another kind has one */
    public ColumnType {
        if ((kind == Kind.ARRAY) != (element != null)) {
            throw new IllegalArgumentException("an array has an element type and nothing else has: " + kind);
        }
    }

    /**
     * @param oid {@code pg_type.oid} of a type that is neither a domain nor an array
     * @return the type
     */
    public static ColumnType of(long oid) {
        Kind kind = kind(oid);
        return kind == Kind.OTHER ? OTHER : new ColumnType(kind, null, ',');
    }

    /**
     * @param element the elements' type; never itself an array, whatever the number of dimensions
     * @param delimiter {@code pg_type.typdelim} of the element type
     * @return the type of arrays of it
     */
    public static ColumnType arrayOf(ColumnType element, char delimiter) {
        return new ColumnType(Kind.ARRAY, element, delimiter);
    }

    private static Kind kind(long oid) {
        // The numbers of built-in types never change: PostgreSQL's pg_type.dat.
        return switch ((int) oid) {
            case 16 -> Kind.BOOLEAN;
            case 17 -> Kind.BYTEA;
            case 114 -> Kind.JSON;
            case 790 -> Kind.MONEY;
            case 1082 -> Kind.DATE;
            case 1083 -> Kind.TIME;
            case 1114 -> Kind.TIMESTAMP;
            case 1184 -> Kind.TIMESTAMPTZ;
            case 1266 -> Kind.TIMETZ;
            case 1560, 1562 -> Kind.BIT;
            case 3802 -> Kind.JSONB;
            default -> Kind.OTHER;
        };
    }

    /** @return whether it is {@code money}, or an array of it */
    public boolean isMoney() {
        return kind == Kind.MONEY || (element != null && element.isMoney());
    }

    /** @return whether the type is {@code json} or {@code jsonb} */
    boolean isJson() {
        return kind == Kind.JSON || kind == Kind.JSONB;
    }
}
