package io.cameletl.internal.source.query.shape;

import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.server.ServerCheck;
import io.cameletl.internal.source.database.SourceDatabase;
import io.cameletl.internal.source.query.text.QueryReadings;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The source database with a query: asked under the settings of a {@link QuerySession}. The query's columns are looked up
 * once, and again when they have changed. Thread-safe.
 */
public final class QueryDatabase {
    private final QuerySpec spec;
    private final QueryReadings readings;
    private final QuerySession session;
    private final SourceDatabase database;
    private volatile @Nullable QueryShape known;

    /** @param spec what to read; nothing is asked of the database yet */
    public QueryDatabase(QuerySpec spec) {
        this.spec = spec;
        this.readings = new QueryReadings(spec.pipeline(), spec.query());
        this.session = new QuerySession(spec.pipeline(), spec.timeouts());
        this.database = new SourceDatabase(
                spec.pipeline(),
                spec.dataSource(),
                ServerCheck.source(
                        spec.pipeline(),
                        "the option query reads nothing else",
                        "Read it by an endpoint (source=sql:...) or a Source bean"));
    }

    /** @param what completes the message of a failure: "cannot ..." */
    public <T> T ask(String what, Connections.Work<T> question) {
        return database.ask(
                what,
                connection -> session.on(connection, same -> {
                    try {
                        return question.on(same);
                    } catch (SQLException e) {
                        // The columns may be of other types by now, ordered by other operators.
                        known = null;
                        throw e;
                    }
                }));
    }

    /** A question, with settings to be put before its statement. */
    @FunctionalInterface
    public interface Question<T> {
        T on(Connection connection, String settings) throws SQLException;
    }

    /** The same for a question of one statement. */
    public <T> T askUnderSettings(String what, Question<T> question) {
        return ask(what, connection -> question.on(connection, settings()));
    }

    public QuerySpec spec() {
        return spec;
    }

    /** @return a statement to be put before another */
    public String settings() {
        return session.settings();
    }

    /** @return the query as this session reads it */
    public QueryText text(Connection connection) throws SQLException {
        return readings.in(connection);
    }

    /** Asks for the columns only when they are not known. */
    public QueryShape shape(Connection connection) throws SQLException {
        QueryShape shape = known;
        return shape == null ? describe(connection, settings()) : shape;
    }

    /** @return the query's columns, when they are known */
    @Nullable
    public QueryShape known() {
        return known;
    }

    /**
     * Asks for the columns, whether they are known or not.
     *
     * @param settings a statement to be executed before, with a semicolon
     */
    public QueryShape describe(Connection connection, String settings) throws SQLException {
        QueryShape shape = QueryShape.describe(connection, settings, spec, text(connection));
        known = shape;
        return shape;
    }

    /** The same for columns that have changed. */
    public void describeAnew(Connection connection) throws SQLException {
        // Columns that changed once may change again, and the driver does not notice a dropped NOT NULL.
        known = QueryShape.describe(connection, settings(), spec, text(connection))
                .withNullableCursor();
    }

    public Instant now() {
        return database.ask("read the source database's clock", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_catalog.clock_timestamp()");
                    ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getObject(1, OffsetDateTime.class).toInstant();
            }
        });
    }
}
