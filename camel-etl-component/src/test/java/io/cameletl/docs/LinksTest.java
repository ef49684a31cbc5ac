package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links of README.md, src-docs and .github to files and headings of this repository. */
class LinksTest {
    private static final Pattern FENCE = Pattern.compile("^ *```.*?^ *```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern REPOSITORY =
            Pattern.compile("(https://github\\.com/[\\w-]+/[\\w.-]+)/(?:security|issues|blob/main/([\\w./-]+))");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(Snippets.pages());
        pages.addAll(files(".md"));
        return pages;
    }

    static List<Path> pagesAndForms() throws IOException {
        List<Path> all = new ArrayList<>(pages());
        all.addAll(files(".yml"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void relative_links_lead_to_files_and_headings(Path page) throws IOException {
        for (MatchResult link : links(page)) {
            Path target = link.group(1).isEmpty()
                    ? page
                    : page.resolveSibling(link.group(1)).normalize();
            assertThat(target).as("%s in %s", link.group(), page).exists().startsWith(Snippets.root());
            if (link.group(2) != null) {
                assertThat(anchors(target)).as("%s in %s", link.group(), page).contains(link.group(2));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pagesAndForms")
    void the_address_of_the_repository_is_that_of_the_pom(Path file) throws IOException {
        Matcher address = REPOSITORY.matcher(Files.readString(file));
        while (address.find()) {
            assertThat(address.group(1)).as("%s", file).isEqualTo(Pom.property("repository.url"));
            if (address.group(2) != null) {
                assertThat(Snippets.root().resolve(address.group(2)))
                        .as("%s", file)
                        .exists();
            }
        }
    }

    private static List<MatchResult> links(Path page) throws IOException {
        return LINK.matcher(withoutCode(page))
                .results()
                .filter(link -> !link.group(1).matches("\\w+:.*"))
                .toList();
    }

    /** As GitHub makes them: a heading that comes again gets a number. */
    private static List<String> anchors(Path page) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(withoutCode(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\w\\- ]", "")
                        .replace(' ', '-'))
                .map(anchor -> {
                    int before = seen.merge(anchor, 1, Integer::sum) - 1;
                    return before == 0 ? anchor : anchor + "-" + before;
                })
                .toList();
    }

    private static String withoutCode(Path page) throws IOException {
        return FENCE.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<Path> files(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(Snippets.root().resolve(".github"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }
}
