package io.cameletl.internal.postgres.schema;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a type holds values that another of its kind does not. Of types of different kinds nothing is said. */
final class WiderTypes {
    private static final List<String> WHOLE = List.of("smallint", "integer", "bigint", "numeric");
    private static final List<String> FLOATING = List.of("real", "double precision");
    private static final List<String> TEXTS = List.of("character", "character varying", "text");
    private static final List<String> TIMED = List.of("time", "timestamp", "interval", "bit varying");

    /** {@code numeric(10,2)[]}, {@code timestamp(3) with time zone}: the name, its modifiers, and what follows. */
    private static final Pattern TYPE = Pattern.compile("([a-z ]+?)(?:\\((-?\\d+)(?:,(-?\\d+))?\\))?( with.*)?(\\[])?");

    private final String name;
    private final String suffix;
    private final @Nullable Integer first;
    private final @Nullable Integer second;

    private WiderTypes(Matcher type) {
        this.name = type.group(1);
        this.suffix = type.group(4) + type.group(5);
        this.first = number(type.group(2));
        this.second = number(type.group(3));
    }

    /** @return whether values of {@code source} may not fit into {@code target}; both as {@code format_type} writes them */
    static boolean isWider(String source, String target) {
        Matcher one = TYPE.matcher(source);
        Matcher other = TYPE.matcher(target);
        return !source.equals(target)
                && one.matches()
                && other.matches()
                && new WiderTypes(one).isWiderThan(new WiderTypes(other));
    }

    private boolean isWiderThan(WiderTypes other) {
        if (!suffix.equals(other.suffix)) {
            return false;
        }
        if (name.equals("numeric") && other.name.equals("numeric")) {
            return isWiderNumeric(other);
        }
        if (TEXTS.contains(name) && TEXTS.contains(other.name)) {
            return other.first != null && (first == null || first > other.first);
        }
        if (TIMED.contains(name) && name.equals(other.name)) {
            return other.first != null && (first == null || first > other.first);
        }
        return isAfter(WHOLE, other) || isAfter(FLOATING, other);
    }

    private boolean isWiderNumeric(WiderTypes other) {
        if (other.first == null) {
            return false;
        }
        if (first == null) {
            return true;
        }
        int scale = second == null ? 0 : second;
        int otherScale = other.second == null ? 0 : other.second;
        return scale > otherScale || first - scale > other.first - otherScale;
    }

    private boolean isAfter(List<String> order, WiderTypes other) {
        return order.contains(other.name) && order.indexOf(name) > order.indexOf(other.name);
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text == null ? null : Integer.valueOf(text);
    }
}
