package io.cameletl.internal.source.query.shape;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;

/**
 * The table's column that a column of the result is; of empty names when it is none.
 *
 * @param schema the table's schema
 * @param table the table, or the view
 * @param column the column
 */
public record Origin(String schema, String table, String column) {
    /** @param places those of the result's columns, from 0 */
    public static List<Origin> of(ResultSetMetaData meta, int[] places) throws SQLException {
        PGResultSetMetaData names = meta.unwrap(PGResultSetMetaData.class);
        List<Origin> origins = new ArrayList<>();
        for (int i : places) {
            origins.add(new Origin(
                    names.getBaseSchemaName(i + 1), names.getBaseTableName(i + 1), names.getBaseColumnName(i + 1)));
        }
        return origins;
    }

    /** @return the database and the table that all are columns of; null when there is no such table that stays */
    public static @Nullable String oneTable(String database, List<Origin> origins) {
        Set<String> tables = origins.stream()
                .map(origin -> origin.schema().startsWith("pg_temp") ? "" : origin.schema() + "." + origin.table())
                .collect(Collectors.toSet());
        boolean one = tables.size() == 1
                && origins.stream().noneMatch(origin -> origin.table().isEmpty());
        String table = tables.iterator().next();
        return one && !table.isEmpty() ? table + " of the database " + database : null;
    }
}
