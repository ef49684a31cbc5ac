package io.cameletl.internal.source.query;

/** Finds comments that hide what an author wrote on the next line. */
public final class LineComment {
    private LineComment() {}

    /** @return whether the text ends within a {@code --} comment */
    public static boolean reachesEnd(String sql) {
        SqlTokens tokens = new SqlTokens(sql);
        String last = "";
        while (tokens.next()) {
            last = tokens.text();
        }
        return last.startsWith("--") && !last.endsWith("\n") && !last.endsWith("\r");
    }
}
