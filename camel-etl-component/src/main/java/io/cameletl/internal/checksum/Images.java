package io.cameletl.internal.checksum;

import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.jdbc.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Expressions of the images that rows are compared by: what the target would print of a value once it is stored, in its
 * own type. So 1 and 1.00 are one image for a {@code numeric(10,2)}, as they would be one stored value.
 */
public final class Images {
    /** Types whose modifiers only say how long a value may be: they are left out, as a cast would cut what is too long. */
    private static final Set<String> LENGTHS = Set.of("varchar", "bpchar", "bit", "varbit");

    private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");
    private static final Set<String> TEXTS = Set.of("text", "varchar");

    /** Types of which a cast to text is not what the server prints. */
    private static final Set<String> OWN_TEXT = Set.of("bpchar", "inet", "cidr");

    /** Types whose texts have no comma, and are never an n. */
    private static final Set<String> PLAIN = Set.of(
            "bool",
            "int2",
            "int4",
            "int8",
            "oid",
            "float4",
            "float8",
            "numeric",
            "uuid",
            "date",
            "time",
            "timetz",
            "timestamp",
            "timestamptz",
            "interval",
            "bytea",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8");

    /** A function takes 100. */
    private static final int MOST_ARGUMENTS = 90;

    private Images() {}

    /** @return the type as a cast names it, without what would cut a value */
    public static String type(ImageType type) {
        boolean bits = type.isBuiltIn() && type.name().equals("bit");
        boolean length = type.isBuiltIn() && LENGTHS.contains(type.name());
        return Identifier.of(type.schema()).sql() + "."
                + Identifier.of(bits ? "varbit" : type.name()).sql()
                + (length ? "" : type.modifiers())
                + (type.array() ? "[]" : "");
    }

    /** @return what is compared of a value that has the type already */
    public static String stored(String value, ImageType type) {
        if (!isPadded(type)) {
            return value;
        }
        return type.array() ? "CAST(" + value + " AS pg_catalog.text[])" : text(value);
    }

    /**
     * @param has the type that the value has, at the source
     * @param type the type that the target would store it in
     * @return what is compared of it; where the server does not know the target's type, its text
     */
    public static String asStored(String value, ImageType has, ImageType type) {
        if (has.isNamed(type)) {
            boolean changes = !type.modifiers().isEmpty()
                    && !(type.isBuiltIn() && LENGTHS.contains(type.name()))
                    && type.isBuiltIn();
            return changes ? "CAST(" + value + " AS " + type(type) + ")" : stored(value, type);
        }
        String printed = printed(value, has);
        return type.isBuiltIn() ? stored("CAST(" + printed + " AS " + type(type) + ")", type) : printed;
    }

    /** @return a value as its own server prints it, as text */
    public static String printed(String value, ImageType has) {
        return has.isBuiltIn() && !has.array() && OWN_TEXT.contains(has.name())
                ? "CASE WHEN pg_catalog.num_nulls(" + value + ") OPERATOR(pg_catalog.=) 0 THEN pg_catalog.concat("
                        + value + ") END"
                : text(value);
    }

    /** @return a text as what the target would store of it; of a varchar, blanks beyond its length are not stored */
    public static String parsed(String text, ImageType type) {
        String read = "CAST(" + text + " AS " + type(type) + ")";
        return isCut(type)
                ? "CASE WHEN pg_catalog.char_length(pg_catalog.rtrim(" + text + ")) OPERATOR(pg_catalog.<=) "
                        + type.modifiers() + " THEN CAST(" + text + " AS pg_catalog.\"varchar\"" + type.modifiers()
                        + ") ELSE " + read + " END"
                : stored(read, type);
    }

    /** @return the same as a value of the type, to be looked up by an index */
    public static String key(String text, ImageType type) {
        return isPadded(type) ? "CAST(" + text + " AS " + type(type) + ")" : parsed(text, type);
    }

    /**
     * @param has the type of a value at the source
     * @param type the type that the target would store it in
     * @return whether {@link #asStored} gives a text that can only be that of an equal value
     */
    public static boolean keepsForm(ImageType has, ImageType type) {
        if (has.array() || type.array() || !has.isBuiltIn() || !type.isBuiltIn()) {
            return has.isNamed(type);
        }
        return (has.isNamed(type) && (type.modifiers().isEmpty() || LENGTHS.contains(type.name())))
                || (WHOLE.contains(has.name()) && WHOLE.contains(type.name()))
                || (TEXTS.contains(has.name()) && TEXTS.contains(type.name()));
    }

    /** @return an image as text */
    public static String text(String image) {
        return "CAST(" + image + " AS pg_catalog.text)";
    }

    /**
     * The images of several values as one text, which no other values have: what may hold a comma goes with its length. A
     * row's own text would do as well, and takes twice the time.
     *
     * @param types the types of the images; of a text, that which it stands for
     */
    public static String row(List<String> images, List<ImageType> types) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            String text = text(images.get(i));
            if (isPlain(types.get(i))) {
                parts.add("COALESCE(" + text + ", 'n')");
            } else {
                parts.add("COALESCE(" + text("pg_catalog.octet_length(" + text + ")") + ", 'n')");
                parts.add(text);
            }
        }
        return joined(parts);
    }

    private static String joined(List<String> parts) {
        if (parts.size() <= MOST_ARGUMENTS) {
            return "pg_catalog.concat_ws(',', " + String.join(", ", parts) + ")";
        }
        List<String> some = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += MOST_ARGUMENTS) {
            some.add(joined(parts.subList(from, Math.min(parts.size(), from + MOST_ARGUMENTS))));
        }
        return joined(some);
    }

    /** @return a value's own text as an image of a type that it may not be a value of */
    public static String unread(String value, ImageType type) {
        return isPlain(type) ? "pg_catalog.replace(" + text(value) + ", ',', ';')" : text(value);
    }

    private static boolean isPlain(ImageType type) {
        return type.isBuiltIn() && !type.array() && PLAIN.contains(type.name());
    }

    /** @return the hash of a text, a bigint */
    public static String hash(String text, Hashing hashing) {
        return switch (hashing) {
            case NATIVE -> "pg_catalog.hashtextextended(" + text + " COLLATE pg_catalog.\"C\", 0)";
            case MD5 ->
                "CAST(CAST(pg_catalog.concat('x', pg_catalog.\"left\"(pg_catalog.md5(pg_catalog.convert_to(" + text
                        + ", 'UTF8')), 16)) AS pg_catalog.\"bit\"(64)) AS pg_catalog.int8)";
        };
    }

    private static boolean isPadded(ImageType type) {
        return type.isBuiltIn() && type.name().equals("bpchar");
    }

    private static boolean isCut(ImageType type) {
        return type.isBuiltIn()
                && !type.array()
                && type.name().equals("varchar")
                && !type.modifiers().isEmpty();
    }
}
