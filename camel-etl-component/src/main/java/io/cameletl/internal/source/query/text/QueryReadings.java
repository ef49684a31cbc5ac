package io.cameletl.internal.source.query.text;

import io.cameletl.EtlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A user's query, in the two ways in which a database may read it. Where {@code standard_conforming_strings} is off, a
 * backslash escapes: {@code 'it\'s; ?'} is one text there, and more than one statement elsewhere.
 */
public final class QueryReadings {
    private final @Nullable QueryText standard;
    private final @Nullable QueryText escaping;
    private @Nullable EtlException refused;

    /** @throws EtlException when the query is empty or more than one statement, in whatever way it is read */
    public QueryReadings(String pipeline, String query) {
        this.standard = read(pipeline, query, false);
        EtlException first = refused;
        this.escaping = read(pipeline, query, true);
        if (standard == null && escaping == null && first != null) {
            throw first;
        }
    }

    /** @throws EtlException when the query is empty or more than one statement in that session */
    public QueryText in(Connection connection) throws SQLException {
        String setting = connection.unwrap(PGConnection.class).getParameterStatus("standard_conforming_strings");
        QueryText text = "off".equals(setting) ? escaping : standard;
        if (text == null && refused != null) {
            throw refused;
        }
        return Objects.requireNonNull(text);
    }

    private @Nullable QueryText read(String pipeline, String query, boolean backslashes) {
        try {
            return QueryText.read(pipeline, query, backslashes);
        } catch (EtlException e) {
            refused = e;
            return null;
        }
    }
}
