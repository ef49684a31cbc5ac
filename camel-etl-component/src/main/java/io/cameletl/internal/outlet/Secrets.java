package io.cameletl.internal.outlet;

import java.util.regex.Pattern;

/** Cuts credentials out of texts: JDBC URLs, which drivers repeat whole, users in other URLs, and what follows a password's name. */
final class Secrets {
    private static final String CUT = "(cut)";

    /** Up to the quote that ends it, for a password may have blanks; else up to the next blank. */
    private static final Pattern JDBC =
            Pattern.compile("(?i)(?<=(['\"]))jdbc:.*?(?=\\1)|jdbc:\\S*[^\\s.,;]", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("(\\w[\\w+.-]*://)[^\\s'\"<>]*@");

    private static final String NAME =
            "[\\w.%-]*(?:password|passwd|passphrase|passcode|pwd|secret|secret[_-]?key|token|api[_-]?key|access[_-]?key|private[_-]?key)";

    /** What is in RAW may hold anything, and goes up to the next option; so does another value where one follows. */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(\\b" + NAME + "[\"']?\\s*(?:=|%3D)\\s*|\\b[\\w.%-]*(?:password|passwd|passphrase|pwd)[\"']?\\s*:\\s*"
                    + "|\\bpassword\\s+(?='))"
                    + "(?!\\(cut\\))(?:RAW[({].*?[)}](?=&\\w|['\"]|\\s*$)|\"[^\"]*\"|'[^']*'|[^&\\s,;\"')\\]}]+(?:[^&\"'\\n]*(?=&[\\w.]+=))?)",
            Pattern.DOTALL);

    private Secrets() {}

    static String cut(String text) {
        if (text.indexOf(':') < 0 && text.indexOf('=') < 0 && text.indexOf('%') < 0 && text.indexOf('\'') < 0) {
            return text;
        }
        String cut = JDBC.matcher(text).replaceAll("(JDBC URL)");
        cut = NAMED.matcher(cut).replaceAll("$1" + CUT);
        return USER.matcher(cut).replaceAll("$1");
    }
}
