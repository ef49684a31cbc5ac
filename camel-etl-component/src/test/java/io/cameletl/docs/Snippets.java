package io.cameletl.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The fenced blocks of README.md and src-docs, and the files that they are copies of. */
public final class Snippets {
    private static final Pattern FENCE = Pattern.compile(
            "(?:<!-- snippet: (\\S+) -->\\n)?^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** @param source the file, or {@code Class.java#tag}; null when the block names none */
    record Snippet(String page, String source, String language, String text) {
        @Override
        public String toString() {
            return page + ": " + source + " " + text.lines().findFirst().orElse("");
        }
    }

    private Snippets() {}

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(root().resolve("README.md")));
        try (Stream<Path> docs = Files.list(root().resolve("src-docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    static List<Snippet> all() throws IOException {
        List<Snippet> snippets = new ArrayList<>();
        for (Path page : pages()) {
            Matcher fence = FENCE.matcher(Files.readString(page));
            while (fence.find()) {
                snippets.add(
                        new Snippet(page.getFileName().toString(), fence.group(1), fence.group(2), fence.group(3)));
            }
        }
        return snippets;
    }

    /** The text that a block must have. */
    static String expected(String source) throws IOException {
        int tag = source.indexOf('#');
        return tag < 0
                ? resource(source)
                : region(
                        Files.readString(module().resolve("src/test/java/io/cameletl/docs")
                                .resolve(source.substring(0, tag))),
                        source.substring(tag + 1));
    }

    static String resource(String file) throws IOException {
        try (var in = Snippets.class.getResourceAsStream("/docs/" + file)) {
            if (in == null) {
                throw new IOException("there is no src/test/resources/docs/" + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String region(String java, String tag) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean within = false;
        for (String line : java.lines().toList()) {
            if (line.strip().equals("// tag::" + tag + "[]")) {
                within = true;
            } else if (line.strip().equals("// end::" + tag + "[]")) {
                within = false;
            } else if (within) {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new IOException("there is no region " + tag);
        }
        return lines.stream().collect(Collectors.joining("\n")).stripIndent() + "\n";
    }

    /** The module's folder, in which Maven runs the tests. */
    static Path module() {
        return Path.of("").toAbsolutePath();
    }

    public static Path root() {
        return module().getParent();
    }
}
