package io.cameletl.internal.route;

import io.cameletl.internal.source.query.text.LineComment;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;

/** The options whose values are SQL, and what SQL cannot be once it has been put on one line. */
public final class SqlOptions {
    /** What to write where a URI cannot hold SQL. */
    public static final String INSTEAD =
            "Put the SQL into a resource and name that, as in query=classpath:users.sql, or give it where it stays as"
                    + " it is: as a YAML parameter in a block that begins with |, or in Java with EtlRouteBuilder";

    private static final Set<String> NAMES = Set.of("query", "commitsql");

    private SqlOptions() {}

    /** @param option its name, in any of the spellings that Camel takes */
    public static boolean contain(String option) {
        return NAMES.contains(option.replace("-", "").toLowerCase(Locale.ROOT));
    }

    /**
     * @param text the value of an option for SQL, which came here on one line
     * @return why it cannot be what its author wrote; null when it can
     */
    public static @Nullable String lack(String option, String text) {
        return !ResourceHelper.hasScheme(text) && LineComment.reachesEnd(text)
                ? "option " + option
                        + " has a -- comment that reaches to its end: the line break that ended it was lost, as"
                        + " Camel takes line breaks out of URIs, and a YAML block that begins with > makes them blanks."
                        + " Write the comment as /* ... */. Or: " + INSTEAD
                : null;
    }
}
