package io.cameletl.internal.source.query.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The key words of a query's outermost {@code SELECT}s, those that a {@code UNION} joins included: not of a subquery, nor
 * what stands within a function's parentheses, nor names that look like key words ({@code AS limit}, {@code t.limit}).
 */
final class OuterWords {
    private static final Set<String> SET_OPERATORS = Set.of("union", "intersect", "except");

    private final Deque<Boolean> open = new ArrayDeque<>();
    private final Set<String> words = new HashSet<>();
    private String previous = "";
    private boolean joins;

    /**
     * @param token the query's next token that is neither white space nor a comment
     * @param isWord whether it is a word without quotes
     */
    void add(String token, boolean isWord) {
        String word = isWord ? token.toLowerCase(Locale.ROOT) : token;
        if (token.equals("(")) {
            open.push(isOuter() && opensSelect());
        } else if (token.equals(")")) {
            open.poll();
        } else if (isWord && isOuter() && !previous.equals(".") && !previous.equals("as")) {
            words.add(word);
        }
        joins = SET_OPERATORS.contains(word) || (joins && (word.equals("all") || word.equals("distinct")));
        previous = word;
    }

    /** @return the words in lower case */
    Set<String> words() {
        return Set.copyOf(words);
    }

    private boolean isOuter() {
        return !open.contains(false);
    }

    /** At the query's beginning, after UNION and the like, and after a WITH list. */
    private boolean opensSelect() {
        return previous.isEmpty() || previous.equals("(") || joins || previous.equals(")");
    }
}
