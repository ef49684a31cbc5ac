package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets another room read the state tables, whatever schema they are in. It makes none, and changes nothing. Thread-safe.
 */
public final class StateReading {
    /** In seconds. Who looks on must not keep the database busy for long. */
    private static final int TIMEOUT = 10;

    /** Stands where a pipeline's name would, for no pipeline asks. */
    private static final String NOBODY = "*";

    private static final Pattern SERVER = Pattern.compile("^jdbc:postgresql://([\\w.,:\\[\\]-]+)/");

    private final Connections connections;
    private final StateTables tables;
    private volatile @Nullable StateSql found;
    private volatile String place = "the state database";

    /**
     * Reaches for nothing yet.
     *
     * @param dataSource the database of the state
     * @param schema the schema of the tables; null for the first of the session's search path
     */
    public StateReading(DataSource dataSource, @Nullable String schema) {
        this.connections = new Connections(dataSource).during("read the state for the console");
        this.tables = new StateTables(schema, false);
    }

    /**
     * Asks one statement; the first time also where the tables are.
     *
     * @param sql a query of one text; {@code {schema}} in it stands for the tables' schema
     * @param values for the question marks: texts, numbers and truth values
     * @return what it answers; empty when there is no row, or null
     * @throws SQLException when the database cannot be asked, or there are no such tables
     */
    public Optional<String> text(String sql, Object... values) throws SQLException {
        return connections.call(connection -> {
            String schema = Identifier.of(in(connection).schema()).sql();
            try (PreparedStatement statement = connection.prepareStatement(sql.replace("{schema}", schema))) {
                statement.setQueryTimeout(TIMEOUT);
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                try (ResultSet result = statement.executeQuery()) {
                    return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
                }
            }
        });
    }

    /** @return where the tables are, as {@code host:5432/database, schema}; nothing in it is secret */
    public String place() {
        return place;
    }

    /** A URL may have users and passwords before its host and among its parameters. */
    private static String place(Connection connection, String schema) throws SQLException {
        String url = String.valueOf(connection.getMetaData().getURL());
        Matcher server = SERVER.matcher(url);
        return (server.find() ? server.group(1) + "/" : "") + connection.getCatalog() + ", " + schema;
    }

    private StateSql in(Connection connection) throws SQLException {
        StateSql known = found;
        if (known == null) {
            try {
                known = tables.prepare(connection, NOBODY);
            } catch (EtlException e) {
                String message = String.valueOf(e.getMessage());
                throw new SQLException(message.substring(message.indexOf(": ") + 2), e);
            }
            place = place(connection, known.schema());
            found = known;
        }
        return known;
    }
}
