package io.cameletl.internal.source.query.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts SQL into words, quoted texts, comments, white space and single characters, by PostgreSQL's lexical rules. A
 * quote or comment that is not closed reaches to the end.
 */
final class SqlTokens {
    /** Every other character that Unicode calls white space is part of a name to PostgreSQL. */
    private static final String WHITE_SPACE = " \t\n\r\f\u000b";

    private static final Pattern DOLLAR_TAG =
            Pattern.compile("\\$([A-Za-z_\\x{80}-\\x{10ffff}][A-Za-z0-9_\\x{80}-\\x{10ffff}]*)?\\$");

    private final String sql;
    private final boolean backslashes;
    private int start;
    private int end;
    private boolean significant;
    private boolean word;

    /** @param backslashes whether a backslash escapes in any quoted text: {@code standard_conforming_strings} is off */
    SqlTokens(String sql, boolean backslashes) {
        this.sql = sql;
        this.backslashes = backslashes;
    }

    /** Goes to the next token; false at the end. */
    boolean next() {
        start = end;
        if (start == sql.length()) {
            return false;
        }
        char first = sql.charAt(start);
        significant = true;
        word = false;
        if (WHITE_SPACE.indexOf(first) >= 0) {
            significant = false;
            end = start + 1;
        } else if (sql.startsWith("--", start)) {
            significant = false;
            end = endOfLine();
        } else if (sql.startsWith("/*", start)) {
            significant = false;
            end = endOfBlockComment();
        } else if (first == '\'' || first == '"') {
            end = endOfQuoted(start, first, backslashes && first == '\'');
        } else if (first == '$') {
            end = endOfDollarQuoted();
        } else if (Character.isUnicodeIdentifierStart(first) || first == '_') {
            end = endOfWord();
        } else {
            end = start + (sql.startsWith("??", start) ? 2 : 1);
        }
        return true;
    }

    String text() {
        return sql.substring(start, end);
    }

    /** Whether it is neither white space nor a comment. */
    boolean isSignificant() {
        return significant;
    }

    boolean isWord() {
        return word;
    }

    private int endOfWord() {
        int at = start + 1;
        while (at < sql.length() && (Character.isUnicodeIdentifierPart(sql.charAt(at)) || sql.charAt(at) == '$')) {
            at++;
        }
        boolean escapes = at == start + 1 && (sql.charAt(start) == 'e' || sql.charAt(start) == 'E');
        if (escapes && at < sql.length() && sql.charAt(at) == '\'') {
            return endOfQuoted(at, '\'', true);
        }
        word = true;
        return at;
    }

    private int endOfQuoted(int from, char quote, boolean escapes) {
        for (int at = from + 1; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' && escapes) {
                at++;
            } else if (c == quote) {
                return at + 1;
            }
        }
        return sql.length();
    }

    private int endOfDollarQuoted() {
        Matcher tag = DOLLAR_TAG.matcher(sql).region(start, sql.length());
        return tag.lookingAt() ? after(tag.group(), tag.end()) : start + 1;
    }

    private int endOfBlockComment() {
        int depth = 1;
        int at = start + 2;
        while (at < sql.length() && depth > 0) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        }
        return at;
    }

    /** A carriage return ends a line as well. */
    private int endOfLine() {
        int at = start;
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
        return Math.min(at + 1, sql.length());
    }

    private int after(String closing, int from) {
        int at = sql.indexOf(closing, from);
        return at < 0 ? sql.length() : at + closing.length();
    }
}
