package io.cameletl.internal.postgres.page;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.server.MoneyCheck;
import io.cameletl.internal.values.TypedColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Asks a server once whether it takes amounts of money as they are, and only for a table that has such columns. */
final class MoneyColumns {
    private final String pipeline;
    private boolean checked;

    MoneyColumns(String pipeline) {
        this.pipeline = pipeline;
    }

    void check(Connection connection, List<StagedTable> tables) throws SQLException {
        for (StagedTable table : tables) {
            for (TypedColumn column : table.copyColumns()) {
                if (!checked && column.type().isMoney()) {
                    MoneyCheck.check(
                            connection,
                            pipeline,
                            "the column " + Identifier.of(column.name()) + " of the table " + table.name());
                    checked = true;
                }
            }
        }
    }
}
