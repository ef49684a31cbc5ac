package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.SqlResource;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a table looked like when it was read: a number made of its columns with their types, its unique indexes,
 * triggers, rules and row security. It tells whether plans and staging tables still fit.
 *
 * @param table the table's OID
 * @param value the number
 */
public record Fingerprint(long table, long value) {
    private static final String SQL = SqlResource.read(Fingerprint.class, "fingerprint.sql");

    /** The query for a table's number as it is now; no row when there is no such table. */
    static String sql(long table) {
        return SQL + "WHERE c.oid OPERATOR(pg_catalog.=) " + Long.toString(table) + "::pg_catalog.oid";
    }

    /**
     * The query for the number as it is now, which keeps the table as it is until the transaction ends: it takes the lock
     * of a reader before it looks.
     */
    public String sql(QualifiedName name) {
        return sql(table) + " AND NOT EXISTS (SELECT FROM ONLY " + name.sql() + " WHERE false)";
    }

    /** @return how many bytes the table had when the server counted last, of an answer on its row; 0 or less for never */
    public static long bytes(ResultSet row) throws SQLException {
        return row.getLong(2);
    }

    /** @return whether the answer of that query is this number */
    public boolean isSeenIn(ResultSet row) throws SQLException {
        return row.next() && row.getLong(1) == value;
    }
}
