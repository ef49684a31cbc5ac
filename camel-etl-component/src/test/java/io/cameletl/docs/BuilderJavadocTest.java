package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.adapter.options.TableOption;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A builder's method says of an option what the option's description says: its first clause, up to a full stop, colon or
 * semicolon, word for word, and its default.
 */
class BuilderJavadocTest {
    private static final Pattern METHOD = Pattern.compile(
            "^    /\\*\\*((?:(?!\\*/).)*)\\*/\\n    public \\S+ (\\w+)\\(([^{]*)\\) \\{\\n(.*?)\\n    }$",
            Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern OPTION =
            Pattern.compile("(?:option\\(|options\\.put\\()\\s*(?:\"(\\w+)\"|TableOption\\.(\\w+))");

    /** What comes by other ways than a method of its own. */
    private static final Set<String> OTHERWISE =
            Set.of("operation", "allowOperationHeader", "cursorType", "dataSource", "tableOptions", "circuitBreaker");

    /** @param words the javadoc as plain text */
    record Method(String builder, String name, String parameters, String words, String option) {
        @Override
        public String toString() {
            return builder + "." + name + "(" + parameters + "): " + option;
        }
    }

    static List<Method> methods() throws IOException {
        List<Method> methods = new ArrayList<>();
        for (String builder : List.of("PipelineBuilder", "RunBuilder", "PostgresBuilder", "TableBuilder")) {
            String code =
                    Files.readString(Snippets.module().resolve("src/main/java/io/cameletl/dsl/" + builder + ".java"));
            METHOD.matcher(code).results().forEach(method -> OPTION.matcher(method.group(4))
                    .results()
                    .forEach(option -> methods.add(new Method(
                            builder, method.group(2), method.group(3), plain(method.group(1)), name(option)))));
        }
        return methods;
    }

    private static String name(MatchResult option) {
        return option.group(1) != null
                ? option.group(1)
                : TableOption.valueOf(option.group(2)).option();
    }

    private static String plain(String text) {
        return text.replaceAll("(?m)^\\s*\\*", " ")
                .replaceAll("\\{@\\w+ #?([^}]*)}", "$1")
                .replace("`", "")
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void says_what_the_option_says(Method method) throws IOException {
        OptionTables.Described option = new OptionTables().options().get(method.option());
        String clause = plain(option.text().split("[.:;](?:\\s|$)")[0]);
        String standard = option.get("defaultValue");

        assertThat(method.words()).contains(clause.replaceFirst("^whether ", ""));
        if (!standard.isEmpty() && !method.parameters().isEmpty()) {
            assertThat(method.words()).contains(plain(standard) + " unless set");
        }
    }

    @Test
    void every_option_has_a_method() throws IOException {
        Set<String> set = new TreeSet<>(OTHERWISE);
        methods().forEach(method -> set.add(method.option()));

        assertThat(set).containsAll(new OptionTables().options().keySet());
    }
}
