package io.cameletl.support;

import java.util.List;
import java.util.Random;

/** Random texts that look like SQL, made of what is lost on the way through URIs, YAML and properties. */
public final class SqlTexts {
    private static final List<String> PIECES = List.of(
            "SELECT",
            " id",
            ", name",
            " FROM t",
            " WHERE",
            "a",
            "b1",
            "'",
            "''",
            "\"",
            " -- note",
            "--",
            "/*",
            "*/",
            "\n",
            "\n",
            "\n  ",
            "\t",
            "  ",
            "   ",
            " ",
            " ",
            "%",
            "%ad%",
            "%41",
            "%25",
            "%2B",
            "%zz",
            "+",
            "a+b",
            " + ",
            "&",
            " & ",
            "&&",
            "a&b=c",
            "&tables=x",
            "&pageSize=5",
            "#",
            "#src",
            "?",
            "??",
            " ?| ",
            "=",
            " = 1",
            "{",
            "}",
            "{{",
            "}}",
            "{{known}}",
            "{{unknown}}",
            "{{?maybe}}",
            "'{{1,2},{3,4}}'",
            "$",
            "$1",
            "$$",
            "$body$",
            "${body}",
            "${staging.t}",
            "$simple{1+1}",
            "\\",
            "\\n",
            "E'a\\nb'",
            "\\'",
            "\\{{",
            "RAW(",
            ")",
            "(",
            "f(x)&y",
            "(a)&(b)",
            ")&",
            "}&",
            "RAW{",
            "TEXT(",
            "TEXT{",
            "~",
            "~0a",
            "ä",
            "Ünï",
            "ß",
            "é",
            "😀",
            "\u00a0",
            "\u2028",
            "漢字",
            "<",
            ">",
            "<=",
            "|",
            "||",
            "^",
            "`",
            "[",
            "]",
            "@",
            "!",
            ":",
            ";",
            ":#x",
            "::text",
            ",",
            ".",
            "*",
            "/",
            "://",
            "classpath",
            "\r\n",
            "\f");

    private SqlTexts() {}

    /** @return a text that is neither blank nor the name of a resource or bean */
    public static String of(long seed) {
        Random random = Seeded.random(seed);
        StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "SELECT " : "");
        int pieces = 1 + random.nextInt(random.nextBoolean() ? 6 : 25);
        for (int i = 0; i < pieces; i++) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        return text.toString().isBlank() || text.toString().strip().startsWith("#") ? "x" + text : text.toString();
    }
}
