package io.cameletl.internal.postgres.pass;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.watch.SessionSettings;
import io.cameletl.internal.postgres.load.ServerErrors;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import java.sql.Connection;
import java.sql.SQLException;

/** Asks the target database, whose settings are those of a page's transaction. Thread-safe. */
final class PassSession {
    private static final String SETTINGS =
            """
            SELECT pg_catalog.set_config('TimeZone', 'UTC', true),
                   pg_catalog.set_config('IntervalStyle', 'postgres', true),
                   pg_catalog.set_config('extra_float_digits', '3', true),
                   pg_catalog.set_config('lc_monetary', 'C', true),
                   pg_catalog.set_config('bytea_output', 'hex', true),
                   pg_catalog.set_config('array_nulls', 'on', true),
                   pg_catalog.set_config('xmloption', 'content', true),
            """;

    private final PostgresTargetSpec spec;
    private final Connections connections;

    PassSession(PostgresTargetSpec spec) {
        this.spec = spec;
        this.connections = new Connections(spec.dataSource());
    }

    /** A question, with settings to be put before its statement. */
    @FunctionalInterface
    interface Question<T> {
        T on(Connection connection, String settings) throws SQLException;
    }

    /** @throws EtlException when the database cannot be asked */
    <T> T ask(String what, Question<T> question) {
        try {
            return connections
                    .during(what)
                    .call(connection -> question.on(
                            connection,
                            SETTINGS
                                    + SessionSettings.columns(spec.pipeline(), false)
                                    + spec.timeouts().settings()
                                    + ";\n"));
        } catch (SQLException e) {
            throw new EtlException(
                    spec.pipeline(),
                    "cannot " + what + ": " + ServerErrors.server(e) + ". " + ServerErrors.advice(e)
                            + ". Nothing was written",
                    e);
        }
    }
}
