package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A user's query, parsed as far as it takes to put it inside another statement.
 *
 * @param sql the query without what follows its last token, and with {@code ?} operators written as JDBC wants them
 * @param words its unquoted words in lower case
 */
record QueryText(String sql, Set<String> words) {
    /** With one of these words a column can be NULL although its table says NOT NULL. */
    private static final Set<String> MAKING_NULLS = Set.of("left", "right", "full", "rollup", "cube", "grouping");

    static QueryText read(String pipeline, String query) {
        SqlTokens tokens = new SqlTokens(query);
        StringBuilder sql = new StringBuilder(query.length());
        Set<String> words = new HashSet<>();
        int end = 0;
        boolean ended = false;
        while (tokens.next()) {
            String token = tokens.text();
            if (token.equals(";")) {
                ended = true;
                continue;
            }
            if (ended && tokens.isSignificant()) {
                throw new EtlException(
                        pipeline, "the query must be one SELECT, it has something after its semicolon. Leave that out");
            }
            sql.append(token.equals("?") ? "??" : token);
            if (tokens.isSignificant()) {
                end = sql.length();
            }
            if (tokens.isWord()) {
                words.add(token.toLowerCase(Locale.ROOT));
            }
        }
        if (end == 0) {
            throw new EtlException(pipeline, "the query is empty. Give one SELECT");
        }
        return new QueryText(sql.substring(0, end), Set.copyOf(words));
    }

    /** @return whether a NOT NULL column may come out as NULL; false only when that is certain */
    boolean makesNulls() {
        return words.stream().anyMatch(MAKING_NULLS::contains);
    }
}
