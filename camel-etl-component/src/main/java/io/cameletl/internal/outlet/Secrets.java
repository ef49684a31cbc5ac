package io.cameletl.internal.outlet;

import java.util.regex.Pattern;

/** Cuts credentials out of texts: JDBC URLs, which drivers repeat whole, users in other URLs, and what follows a password's name. */
final class Secrets {
    private static final String CUT = "(cut)";

    /** Characters that are looked at; of what goes out a sixteenth is left. A text may be as long as its author likes. */
    private static final int LIMIT = 16 * 1024;

    /** Up to the quote that ends it, for a password may have blanks; else up to the next blank. */
    private static final Pattern JDBC =
            Pattern.compile("(?i)(?<=(['\"]))jdbc:.*?(?=\\1)|jdbc:\\S*[^\\s.,;]", Pattern.DOTALL);

    private static final Pattern USER = Pattern.compile("(\\w[\\w+.-]{0,30}://)[^\\s'\"<>]{0,1000}@");

    private static final String NAME =
            "(?:password|passwd|passphrase|passcode|pwd|secret|secret[_-]?key|token|api[_-]?key|access[_-]?key|private[_-]?key)";

    /** Before the value: as an option, as JSON has it, or as SQL. */
    private static final String BEFORE = NAME + "\\\\?[\"']?\\s*(?:=|%3D)\\s*|" + NAME + "\\\\?[\"']\\s*:\\s*"
            + "|(?:password|passwd|passphrase|pwd)\\s*:\\s*|\\bpassword\\s+(?=')";

    /** Up to the quote that ends it, which is no escaped and no doubled one. */
    private static final String QUOTED = "\".*?(?<!\\\\)\"|\"[^\"]*\"|''(?!')|'.*?(?<!')'(?!')|'[^']*'";

    /**
     * What is in RAW may hold anything, and goes up to the next option; so does another value where one follows. Else a
     * value without quotes ends with the next blank: a password may have commas and brackets, and none of it may be left.
     */
    private static final Pattern NAMED = Pattern.compile(
            "(?i)(" + BEFORE + ")(?!\\(cut\\))(?:RAW[({].*?[)}](?=&\\w|['\"]|\\s*$)|" + QUOTED
                    + "|[^&\\s\"'][^&\\s]*(?:[^&\"'\\n]*(?=&[\\w.]+=))?)",
            Pattern.DOTALL);

    private Secrets() {}

    /** @return the beginning of the text without credentials, far more of it than goes out */
    static String cut(String text) {
        return text.length() <= LIMIT ? cutWhole(text) : cutWhole(beginning(text));
    }

    /** Ends before a URL whose user may end where nobody looks any more. */
    private static String beginning(String text) {
        String beginning = text.substring(0, LIMIT);
        int word = beginning.length();
        while (word > 0 && !Character.isWhitespace(beginning.charAt(word - 1))) {
            word--;
        }
        int url = beginning.indexOf("://", word);
        return url < 0 ? beginning : beginning.substring(0, url);
    }

    private static String cutWhole(String text) {
        if (text.indexOf(':') < 0 && text.indexOf('=') < 0 && text.indexOf('%') < 0 && text.indexOf('\'') < 0) {
            return text;
        }
        String cut = JDBC.matcher(text).replaceAll("(JDBC URL)");
        cut = NAMED.matcher(cut).replaceAll("$1" + CUT);
        return USER.matcher(cut).replaceAll("$1");
    }
}
