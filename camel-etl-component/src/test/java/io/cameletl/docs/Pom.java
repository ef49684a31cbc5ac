package io.cameletl.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the parent POM says. */
final class Pom {
    private Pom() {}

    static String property(String name) throws IOException {
        return first("<" + Pattern.quote(name) + ">([^<]+)</");
    }

    /** Without {@code -SNAPSHOT}. */
    static String version() throws IOException {
        return first("<artifactId>camel-etl-parent</artifactId>\\s*<version>([^<]+?)(?:-SNAPSHOT)?</");
    }

    private static String first(String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern)
                .matcher(Files.readString(Snippets.root().resolve("pom.xml")));
        if (!found.find()) {
            throw new IOException("pom.xml has no " + pattern);
        }
        return found.group(1);
    }
}
