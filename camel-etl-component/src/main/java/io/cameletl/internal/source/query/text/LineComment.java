package io.cameletl.internal.source.query.text;

/** Finds comments that hide what an author wrote on the next line. */
public final class LineComment {
    private LineComment() {}

    /** @return whether the text ends within a {@code --} comment, in one of the ways in which a database may read it */
    public static boolean reachesEnd(String sql) {
        return reachesEnd(sql, false) || reachesEnd(sql, true);
    }

    private static boolean reachesEnd(String sql, boolean backslashes) {
        SqlTokens tokens = new SqlTokens(sql, backslashes);
        String last = "";
        while (tokens.next()) {
            last = tokens.text();
        }
        return last.startsWith("--") && !last.endsWith("\n") && !last.endsWith("\r");
    }
}
