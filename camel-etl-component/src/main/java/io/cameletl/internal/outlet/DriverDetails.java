package io.cameletl.internal.outlet;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/**
 * What PostgreSQL's driver writes below a server's message, each part in a line of its own that begins with its name, in the
 * language of the JVM. The names are read from the driver's own translations.
 */
final class DriverDetails {
    /** The driver's translations; a test compares them with those in its jar. */
    static final List<String> LANGUAGES = List.of(
            "bg", "cs", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt-BR", "ru", "sr", "tr", "zh-CN", "zh-TW");

    private static final String BUNDLE = "org.postgresql.translation.messages";
    private static final List<String> PARTS = List.of("Detail: {0}", "Where: {0}", "Internal Query: {0}");

    /** What stands in a detail may look like the next part: it is cut to the end. */
    private static final Pattern DETAILS = Pattern.compile(
            "\\n\\s*(?:" + names().map(Pattern::quote).collect(Collectors.joining("|")) + ").*", Pattern.DOTALL);

    private DriverDetails() {}

    static String cut(String message) {
        return message.indexOf('\n') < 0 ? message : DETAILS.matcher(message).replaceFirst("");
    }

    private static Stream<String> names() {
        return Stream.concat(PARTS.stream(), LANGUAGES.stream().flatMap(language -> PARTS.stream()
                        .map(part -> translated(part, language))))
                .map(part -> part.substring(0, part.indexOf("{0}")).strip())
                .distinct();
    }

    /** @return the part itself where the driver does not translate it */
    private static String translated(String part, String language) {
        try {
            return ResourceBundle.getBundle(
                            BUNDLE,
                            Locale.forLanguageTag(language),
                            PSQLException.class.getClassLoader(),
                            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT))
                    .getString(part);
        } catch (MissingResourceException e) {
            return part;
        }
    }
}
