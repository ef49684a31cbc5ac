package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation shows nothing that the tests of this package do not run. */
class SnippetsTest {
    private static final Set<String> EXEMPT = Set.of("sh", "text");
    private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)#]*)(#[^)]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    static List<Snippets.Snippet> snippets() throws IOException {
        return Snippets.all().stream()
                .filter(snippet -> !EXEMPT.contains(snippet.language()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void a_block_is_the_copy_of_a_file_that_is_run(Snippets.Snippet snippet) throws IOException {
        assertThat(snippet.source())
                .as("the comment <!-- snippet: ... --> before the block")
                .isNotNull();
        assertThat(snippet.text()).isEqualTo(Snippets.expected(snippet.source()));
    }

    @Test
    void no_block_escapes_the_search() throws IOException {
        for (Path page : Snippets.pages()) {
            long marks = Files.readString(page)
                    .lines()
                    .filter(line -> line.strip().startsWith("```"))
                    .count();
            String name = page.getFileName().toString();
            long found = Snippets.all().stream()
                    .filter(snippet -> snippet.page().equals(name))
                    .count();
            assertThat(found).as(name).isEqualTo(marks / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("snippets")
    void a_class_that_is_shown_is_used_by_a_test(Snippets.Snippet snippet) throws IOException {
        if (snippet.source().contains(".java#")) {
            String type = snippet.source()
                    .substring(
                            snippet.source().lastIndexOf('/') + 1,
                            snippet.source().indexOf('.'));
            String tests = code(file -> file.toString().endsWith("Test.java"));
            boolean used = tests.contains(type) || isReadByARoute(": io.cameletl.docs." + type);
            assertThat(used).as("%s is used by a test or a route", type).isTrue();
        }
    }

    @Test
    void every_file_is_shown_and_run() throws IOException {
        Set<String> shown = snippets().stream().map(Snippets.Snippet::source).collect(Collectors.toSet());
        String code = code(file -> true);
        Path docs = Snippets.module().resolve("src/test/resources/docs");
        for (Path file : files(docs)) {
            String name = docs.relativize(file).toString().replace('\\', '/');
            assertThat(shown.contains(name)).as("%s is shown", name).isTrue();
            boolean run = code.contains('"' + name + '"') || isReadByARoute("classpath:" + name);
            assertThat(run).as("%s is run by a test", name).isTrue();
        }
    }

    private static String code(Predicate<Path> wanted) throws IOException {
        StringBuilder code = new StringBuilder();
        for (String tests : List.of("docs", "springboot")) {
            for (Path file :
                    files(Snippets.module().resolve("src/test/java/io/cameletl").resolve(tests))) {
                if (wanted.test(file)) {
                    code.append(Files.readString(file));
                }
            }
        }
        return code.toString();
    }

    private static boolean isReadByARoute(String text) throws IOException {
        for (Path file : files(Snippets.module().resolve("src/test/resources/docs"))) {
            if (Files.readString(file).contains(text)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void links_lead_somewhere() throws IOException {
        for (Path page : Snippets.pages()) {
            Matcher link = LINK.matcher(Files.readString(page));
            while (link.find()) {
                if (link.group(1).startsWith("http")) {
                    continue;
                }
                Path target = link.group(1).isEmpty()
                        ? page
                        : page.resolveSibling(link.group(1)).normalize();
                assertThat(target).as("link in %s", page).exists();
                if (link.group(2) != null) {
                    assertThat(anchors(target)).as("link in %s", page).contains(link.group(2));
                }
            }
        }
    }

    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w\\- ]", "")
                                .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
