package io.cameletl.internal.postgres.page;

import io.cameletl.CommitFunction;
import io.cameletl.CommitFunction.CommitInput;
import io.cameletl.EtlException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A commit written in SQL: one or more statements, separated by semicolons, in which {@code ${staging.<table>}} stands
 * for the staging table of a table, named as the pipeline's {@code tables} name it:
 *
 * <pre>{@code INSERT INTO users (id, name) SELECT id, name FROM ${staging.users} ON CONFLICT (id) DO NOTHING}</pre>
 *
 * Immutable and thread-safe.
 */
public final class SqlCommit implements CommitFunction {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{staging\\.([^}]*)}");

    private final String resource;
    private final String sql;

    /**
     * @param resource where the text comes from, for messages
     * @param sql the statements
     */
    public SqlCommit(String resource, String sql) {
        this.resource = resource;
        this.sql = sql;
    }

    @Override
    public void commit(CommitInput input) throws SQLException {
        try (Statement statement = input.connection().createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(filledIn(input));
        }
    }

    private String filledIn(CommitInput input) {
        Matcher matcher = PLACEHOLDER.matcher(sql);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String staging = input.stagingTables().get(matcher.group(1));
            if (staging == null) {
                throw new EtlException(
                        input.pipeline(),
                        "the SQL of " + resource + " refers to " + matcher.group()
                                + ", but this page has only the tables "
                                + input.stagingTables().keySet()
                                + ". Write the name as the option tables has it, and name the table there");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(staging));
        }
        return matcher.appendTail(filled).toString();
    }
}
