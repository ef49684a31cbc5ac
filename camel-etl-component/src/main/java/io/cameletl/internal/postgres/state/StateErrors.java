package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.postgres.load.ServerErrors;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Makes the database's errors into ones that say what to do. */
final class StateErrors {
    private StateErrors() {}

    static EtlException cannot(String pipeline, String task, SQLException e) {
        return new EtlException(pipeline, "cannot " + task + ": " + reason(e) + ". " + advice(e), e);
    }

    static EtlException cannotCreate(String pipeline, String schema, SQLException e) {
        String advice =
                switch (String.valueOf(SqlStates.find(e))) {
                    case SqlStates.INSUFFICIENT_PRIVILEGE ->
                        "Grant the role CREATE on the schema (on the database, when the schema is not there yet), or let"
                                + " a DBA run " + StateTables.DDL + " of the camel-etl-component jar in it";
                    case SqlStates.LOCK_NOT_AVAILABLE ->
                        "Somebody makes or alters them, or keeps them locked, for longer than 10 s, as by a transaction"
                                + " left open: see pg_locks and pg_stat_activity. It is tried again with the next call";
                    default -> advice(e);
                };
        return new EtlException(
                pipeline, "cannot create the state tables in schema " + schema + ": " + reason(e) + ". " + advice, e);
    }

    /** @throws EtlException when a ledger did not take all entries */
    static void requireAll(String pipeline, String table, int expected, int written) {
        if (written != expected) {
            throw new EtlException(
                    pipeline,
                    table + " took " + written + " of " + expected + " entries. A trigger or rule on it must keep"
                            + " every one; remove it");
        }
    }

    private static String advice(SQLException e) {
        @Nullable String state = SqlStates.find(e);
        if (state == null) {
            return "It came from the driver or the pool: check the state's data source";
        }
        return switch (state) {
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                "Grant the role USAGE on the state tables' schema, and " + StateTables.GRANTS;
            case SqlStates.UNDEFINED_TABLE, SqlStates.INVALID_SCHEMA_NAME ->
                "The state tables have gone since the start: restore them, or run " + StateTables.DDL
                        + " and start again";
            case SqlStates.NUMERIC_VALUE_OUT_OF_RANGE ->
                "Somebody has written a version or a run_number into its row of etl_pipeline that cannot be counted on."
                        + " Set both to what they were, or version to 0 and run_number to the highest in etl_run";
            case SqlStates.READ_ONLY_TRANSACTION ->
                "The state store must be writable: point stateDataSource to the"
                        + " primary server, and to a pool that is not read-only";
            case SqlStates.QUERY_CANCELED, SqlStates.LOCK_NOT_AVAILABLE ->
                "Somebody keeps the pipeline's row locked,"
                        + " as by a transaction left open: see pg_stat_activity. The next run tries again";
            default ->
                EtlException.isTransient(e)
                        ? "The next run tries again"
                        : "SQLSTATE " + state + ". " + ServerErrors.advice(e);
        };
    }

    /** The first line. */
    private static String reason(SQLException e) {
        String first = Value.plain(Outlet.words(e)).strip().lines().findFirst().orElse("");
        return Value.words(first.replaceAll("\\.$", ""));
    }
}
