package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code src-docs/architecture.md} speaks of the code that is there. */
class ArchitectureTest {
    private static final Pattern FILE = Pattern.compile("`([A-Z]\\w*)\\.java`");
    private static final Pattern ROOM =
            Pattern.compile("^\\| `(io\\.cameletl[\\w.]*)` \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern SENTENCE = Pattern.compile("/\\*\\*(.*?)\\*/", Pattern.DOTALL);

    @Test
    void every_file_that_it_names_is_there() throws IOException {
        Map<String, Path> files = files();

        assertThat(named(page())).hasSizeGreaterThan(40).allSatisfy(name -> assertThat(files)
                .containsKey(name));
    }

    @Test
    void every_room_is_described_as_it_describes_itself() throws IOException {
        Map<String, String> described = ROOM.matcher(page())
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, two) -> one, TreeMap::new));

        assertThat(described).isEqualTo(rooms());
    }

    @Test
    void the_picture_has_every_room() throws IOException {
        String picture = Files.readString(Snippets.root().resolve("src-docs/architecture.svg"));

        assertThat(rooms().keySet())
                .allSatisfy(room -> assertThat(picture).contains(room.substring(room.lastIndexOf('.') + 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A row, from the query to the commit",
                "The check at the start",
                "A bad record, and its replay",
                "A page that is skipped",
                "The breaker opens",
                "A status call",
                "A comparison",
                "A repair"
            })
    void the_files_of_a_walk_hang_together(String walk) throws IOException {
        Map<String, Path> files = files();
        List<String> apart = new ArrayList<>(named(section(walk)));
        Deque<String> reached = new ArrayDeque<>(List.of(apart.remove(0)));
        assertThat(apart).hasSizeGreaterThan(3);
        while (!reached.isEmpty()) {
            String here = reached.remove();
            List<String> next = apart.stream()
                    .filter(other -> knows(files, here, other) || knows(files, other, here))
                    .toList();
            apart.removeAll(next);
            reached.addAll(next);
        }
        assertThat(apart).as("files that no other file of the walk leads to").isEmpty();
    }

    private static boolean knows(Map<String, Path> files, String one, String other) {
        try {
            return Pattern.compile("\\b" + other + "\\b")
                    .matcher(Files.readString(files.get(one)))
                    .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String section(String heading) throws IOException {
        String page = page();
        int start = page.indexOf("\n### " + heading + "\n");
        assertThat(start).as("the heading %s", heading).isNotNegative();
        int end = page.indexOf("\n#", start + 5);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static List<String> named(String text) {
        return FILE.matcher(text).results().map(result -> result.group(1)).toList();
    }

    private static Map<String, String> rooms() throws IOException {
        Map<String, String> rooms = new TreeMap<>();
        for (Path file : sources()) {
            if (file.endsWith("package-info.java")) {
                String room = main().relativize(file.getParent()).toString().replaceAll("[/\\\\]", ".");
                MatchResult sentence = SENTENCE.matcher(Files.readString(file))
                        .results()
                        .findFirst()
                        .orElseThrow();
                rooms.put(room, words(sentence.group(1)));
            }
        }
        return rooms;
    }

    /** The first paragraph of a comment without its markup, links to rooms as code. */
    private static String words(String comment) {
        return comment.replaceAll("(?m)^ *\\*", " ")
                .replaceAll("(?s)<p>.*", "")
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@(?:link|code) ([^}]*)}", "`$1`")
                .strip();
    }

    private static Map<String, Path> files() throws IOException {
        return sources().stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), file -> file));
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(main())) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Path main() {
        return Snippets.module().resolve("src/main/java");
    }

    private static String page() throws IOException {
        return Files.readString(Snippets.root().resolve("src-docs/architecture.md"));
    }
}
