package io.cameletl.internal.postgres.history;

import io.cameletl.EtlException;
import io.cameletl.Strategy;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlResource;
import io.cameletl.internal.postgres.plan.SqlLists;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Holds the table of a history against what its lines need: times of one type, and an index that lets one line be open. */
public final class HistoryCheck {
    /** By key columns, the columns of the validity, table and version. */
    private static final String SQL = SqlResource.read(HistoryCheck.class, "history_table.sql");

    private HistoryCheck() {}

    /** @throws EtlException when the table lacks it, naming what to run */
    public static void check(String pipeline, Connection connection, TableSpec spec, TargetTable found)
            throws SQLException {
        if (spec.keeping().strategy() != Strategy.HISTORY) {
            return;
        }
        String from = spec.keeping().validFrom();
        String to = spec.keeping().validTo();
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setArray(
                    1, connection.createArrayOf("text", spec.keyColumns().toArray()));
            statement.setString(2, from);
            statement.setString(3, to);
            statement.setString(4, found.name().sql());
            statement.setString(5, spec.versionColumn());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean("same_types")) {
                    throw new EtlException(
                            pipeline,
                            "strategy=history of the table " + spec.table() + " needs \"" + from + "\" and \"" + to
                                    + "\" to be of the type of the versionColumn \"" + spec.versionColumn()
                                    + "\", which is "
                                    + row.getString("version_type") + ". Alter the columns");
                }
                if (!row.getBoolean("one_open")) {
                    throw new EtlException(
                            pipeline,
                            "strategy=history of the table " + spec.table()
                                    + " needs an index that lets a row have one open line. Create it: CREATE UNIQUE INDEX ON "
                                    + found.name().sql() + " ("
                                    + SqlLists.names(spec.keyColumns().stream()
                                            .map(Identifier::of)
                                            .toList())
                                    + ") WHERE " + Identifier.of(to).sql() + " IS NULL");
                }
            }
        }
    }
}
