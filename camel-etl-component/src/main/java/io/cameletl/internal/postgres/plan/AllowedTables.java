package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.QualifiedName;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tables that pages may bring, where the pages say which there are. What a page says may come from outside: without
 * such patterns it may bring none.
 *
 * @param patterns names of tables, as users write them, with {@code *} for any characters
 */
public record AllowedTables(List<QualifiedName> patterns) {
    /** No table but those that are declared. */
    public static final AllowedTables NONE = new AllowedTables(List.of());

    /** Every table, for callers who have seen to it themselves. */
    public static final AllowedTables ALL =
            new AllowedTables(List.of(new QualifiedName(null, "*"), new QualifiedName("*", "*")));

    public AllowedTables {
        patterns = List.copyOf(patterns);
    }

    /** @throws IllegalArgumentException when a pattern cannot be read as the name of a table */
    public static AllowedTables of(List<String> patterns) {
        return new AllowedTables(patterns.stream().map(QualifiedName::parse).toList());
    }

    /** A pattern with a schema allows names with one, a pattern without names without. */
    boolean allow(QualifiedName table) {
        return patterns.stream()
                .anyMatch(
                        pattern -> matches(pattern.schema(), table.schema()) && matches(pattern.name(), table.name()));
    }

    private static boolean matches(@Nullable String pattern, @Nullable String name) {
        if (pattern == null || name == null) {
            return pattern == null && name == null;
        }
        StringBuilder regex = new StringBuilder();
        for (String literal : pattern.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
    }
}
