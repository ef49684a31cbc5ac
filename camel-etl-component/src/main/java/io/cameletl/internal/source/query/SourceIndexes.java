package io.cameletl.internal.source.query;

import io.cameletl.internal.jdbc.SqlResource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a source table.
 *
 * @param isSmall whether it is read as fast without one
 * @param indexes its B-tree indexes
 */
record SourceIndexes(boolean isSmall, List<Index> indexes) {
    private static final String SQL = SqlResource.read(SourceIndexes.class, "indexes.sql");

    /** A table of this size is read in some milliseconds. */
    private static final long SMALL_BYTES = 1 << 20;

    SourceIndexes {
        indexes = List.copyOf(indexes);
    }

    /**
     * An index.
     *
     * @param columns its columns in order; an expression is an empty text
     * @param operators by which each goes up: {@code OPERATOR("schema".>)}
     * @param isUnique whether no two rows of the table have the same values in them
     * @param isOneWay whether all of them go up, or all go down, in the columns' own collations
     */
    record Index(List<String> columns, List<String> operators, boolean isUnique, boolean isOneWay) {
        Index {
            columns = List.copyOf(columns);
            operators = List.copyOf(operators);
        }
    }

    /** @return null when there is no such table, or it is a view or another thing without indexes of its own */
    static @Nullable SourceIndexes of(Connection connection, String schema, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SQL)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                List<Index> indexes = new ArrayList<>();
                boolean isThere = false;
                long bytes = 0;
                while (row.next()) {
                    isThere = true;
                    bytes = row.getLong("bytes");
                    if (row.getArray("columns") != null) {
                        indexes.add(new Index(
                                List.of((String[]) row.getArray("columns").getArray()),
                                List.of((String[]) row.getArray("operators").getArray()),
                                row.getBoolean("is_unique"),
                                row.getBoolean("is_one_way")));
                    }
                }
                return isThere ? new SourceIndexes(bytes < SMALL_BYTES, indexes) : null;
            }
        }
    }

    /** @return whether no two rows have the same values in these columns */
    boolean tellApart(List<String> columns) {
        return indexes.stream()
                .anyMatch(index -> index.isUnique() && new HashSet<>(columns).containsAll(index.columns()));
    }

    /**
     * @param columns columns of the table
     * @param operators the operators by which each is ordered
     * @return whether rows can be read in the order of these columns, from any place on, without a sort
     */
    boolean order(List<String> columns, List<String> operators) {
        return indexes.stream().filter(Index::isOneWay).anyMatch(index -> {
            int common = Math.min(columns.size(), index.columns().size());
            boolean begins = columns.subList(0, common).equals(index.columns().subList(0, common))
                    && operators.subList(0, common).equals(index.operators().subList(0, common));
            return begins && (common == columns.size() || index.isUnique());
        });
    }
}
