package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation promises names, in a comment, the tests that hold it; they are there. */
class ClaimsTest {
    private static final Pattern COMMENT = Pattern.compile("<!--(.*?)-->", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("\\b([A-Z]\\w*Test)\\b((?:\\s*[.,]\\s*[a-z]\\w*_\\w+)*)");
    private static final Pattern METHOD = Pattern.compile("[a-z]\\w*_\\w+");

    @ParameterizedTest
    @ValueSource(strings = {"guarantees.md", "operations.md"})
    void each_test_that_a_claim_names_is_there(String page) throws IOException {
        String text = Files.readString(Snippets.root().resolve("src-docs").resolve(page));
        Map<String, Path> tests = tests();
        List<MatchResult> named = COMMENT.matcher(text)
                .results()
                .flatMap(comment -> TEST.matcher(comment.group(1)).results())
                .toList();

        assertThat(named).isNotEmpty().allSatisfy(test -> {
            assertThat(tests).containsKey(test.group(1));
            String source = Files.readString(tests.get(test.group(1)));
            assertThat(METHOD.matcher(test.group(2)).results().map(MatchResult::group))
                    .as("methods of %s", test.group(1))
                    .allSatisfy(method -> assertThat(source).contains("void " + method + "("));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"When something dies", "When something fails"})
    void each_row_of_the_tables_of_what_dies_and_fails_names_its_test(String heading) throws IOException {
        String text = Files.readString(Snippets.root().resolve("src-docs/guarantees.md"));
        int start = text.indexOf("\n## " + heading + "\n");
        String section = text.substring(start, text.indexOf("\n## ", start + 5));

        assertThat(section.lines().filter(line -> line.startsWith("| ")).skip(2))
                .hasSizeGreaterThan(8)
                .allSatisfy(row -> assertThat(row).containsPattern("<!-- \\w+Test"));
    }

    private static Map<String, Path> tests() {
        try (Stream<Path> files = Files.walk(Snippets.module().resolve("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
