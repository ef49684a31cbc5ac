package io.cameletl.internal.server;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Refuses columns of type {@code money} in a database whose {@code lc_monetary} has other than two decimals. Such a value is
 * a whole number of the smallest unit: carried from or to a database of two decimals it would be another amount.
 */
public final class MoneyCheck {
    /** Asks for the number of decimals. */
    public static final String DECIMALS =
            "SELECT pg_catalog.scale(CAST(CAST('0' AS pg_catalog.money) AS pg_catalog.numeric))";

    private static final int USUAL = 2;

    private MoneyCheck() {}

    /** Asks the server. */
    public static void check(Connection connection, String pipeline, String column) throws SQLException {
        check(Sql.number(connection, DECIMALS), pipeline, column);
    }

    /**
     * @param decimals what the server answered
     * @param column a column of type money, and where it is
     * @throws EtlException when there are not two of them
     */
    public static void check(long decimals, String pipeline, String column) {
        if (decimals != USUAL) {
            throw new EtlException(
                    pipeline,
                    column + " is of type money, and by the database's lc_monetary amounts have " + decimals
                            + " decimals: only two can be carried. Use numeric: CAST(c AS numeric) in the query, another"
                            + " type in the table");
        }
    }
}
