package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of dependencies speaks of what tests run with. */
class DependenciesTest {
    /** Not on the class path of these tests: the first comes with others, the second needs another registry. */
    private static final List<String> ELSEWHERE = List.of("spring-boot-starter-jdbc", "camel-micrometer-prometheus");

    @Test
    void each_dependency_is_one_of_the_tests() throws IOException {
        String page = Files.readString(Snippets.root().resolve("src-docs/packaging.md"));
        String table = page.substring(page.indexOf("<!-- dependencies -->"), page.indexOf("## Fat jar"));
        List<String> named = table.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| for") && !line.startsWith("| ---"))
                .map(line -> line.substring(line.indexOf("| ", 2) + 2))
                .flatMap(cell ->
                        Pattern.compile("`([\\w-]+)`").matcher(cell).results().map(name -> name.group(1)))
                .distinct()
                .filter(name -> !ELSEWHERE.contains(name) && !name.equals("c3p0"))
                .toList();
        String poms = Files.readString(Snippets.module().resolve("pom.xml"))
                + Files.readString(Snippets.root().resolve("camel-etl-routes-example/pom.xml"));
        String classPath = System.getProperty("java.class.path");

        assertThat(named).hasSizeGreaterThan(15).allSatisfy(name -> assertThat(
                        Stream.of("<artifactId>" + name + "<", "/" + name + "-"))
                .as(name)
                .anyMatch(sign -> poms.contains(sign) || classPath.contains(sign)));
    }
}
