package io.cameletl.internal.source.query.text;

import io.cameletl.EtlException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A user's query, parsed as far as it takes to put it inside another statement.
 *
 * @param sql the query without what follows its last token, and with {@code ?} operators written as JDBC wants them
 * @param words its unquoted words in lower case
 * @param outerWords the key words of its outermost {@code SELECT}s in lower case
 */
public record QueryText(String sql, Set<String> words, Set<String> outerWords) {
    /** With one of these words a column can be NULL although its table says NOT NULL. */
    private static final Set<String> MAKING_NULLS = Set.of("left", "right", "full", "rollup", "cube", "grouping");

    /** With one of these words in the outermost SELECT, a row of the result is not one of a table. */
    private static final Set<String> COMBINING = Set.of("distinct", "group", "union", "intersect", "except", "having");

    /**
     * @param backslashes whether a backslash escapes in any quoted text: {@code standard_conforming_strings} is off
     * @throws EtlException when it is empty or more than one statement, or gives only some of its rows
     */
    static QueryText read(String pipeline, String query, boolean backslashes) {
        SqlTokens tokens = new SqlTokens(query, backslashes);
        StringBuilder sql = new StringBuilder(query.length());
        Set<String> words = new HashSet<>();
        OuterWords outer = new OuterWords();
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
                outer.add(token, tokens.isWord());
            }
            if (tokens.isWord()) {
                words.add(token.toLowerCase(Locale.ROOT));
            }
        }
        if (end == 0) {
            throw new EtlException(pipeline, "the query is empty. Give one SELECT");
        }
        QueryText read = new QueryText(sql.substring(0, end), Set.copyOf(words), outer.words());
        read.refuseClauses(pipeline);
        return read;
    }

    /** A page's own limit comes on top: what the query leaves out itself would never be read. */
    private void refuseClauses(String pipeline) {
        for (String clause : List.of("limit", "fetch", "offset")) {
            if (outerWords.contains(clause)) {
                throw new EtlException(
                        pipeline,
                        "the query ends in " + clause.toUpperCase(Locale.ROOT) + ", so that all pages would be of the"
                                + " rows that it lets through and the others would be lost. Leave it out: pageSize says"
                                + " how many rows are read at a time");
            }
        }
        if (outerWords.contains("tablesample")) {
            throw new EtlException(
                    pipeline,
                    "the query reads a TABLESAMPLE, of other rows for each page, so that most would be lost. Leave it"
                            + " out");
        }
        if (outerWords.contains("for")) {
            throw new EtlException(
                    pipeline,
                    "the query locks the rows that it reads (FOR UPDATE or FOR SHARE): a page would keep the source's"
                            + " writers waiting, and needs no lock. Leave it out");
        }
    }

    /** @return whether rows are put together or left out after they were read, so that a table's keys say nothing of them */
    public boolean combinesRows() {
        return outerWords.stream().anyMatch(COMBINING::contains);
    }

    /** @return whether it has an order of its own that no other clause needs */
    public boolean sortsInVain() {
        return outerWords.contains("order") && !outerWords.contains("distinct");
    }

    /** @return whether a NOT NULL column may come out as NULL; false only when that is certain */
    public boolean makesNulls() {
        return words.stream().anyMatch(MAKING_NULLS::contains);
    }
}
