package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one table's records go from staging into the table: all that the statements are generated from.
 *
 * @param target the target table, quoted and qualified
 * @param staging the staging table
 * @param match how a record finds its row
 * @param columns the table's columns that the records fill
 * @param updatable those of {@code columns} that an update may write: no keys, and no GENERATED ALWAYS AS IDENTITY column
 * @param overriding whether the records fill a GENERATED ALWAYS AS IDENTITY column
 */
public record TablePlan(
        String target,
        StagingLayout staging,
        MatchRule match,
        List<Identifier> columns,
        List<Identifier> updatable,
        boolean overriding) {
    public TablePlan {
        columns = List.copyOf(columns);
        updatable = List.copyOf(updatable);
    }

    /**
     * How a record finds its row, and whether the record counts.
     *
     * @param keys the columns that identify a row; empty when only a custom commit knows
     * @param version the column that tells older records; null for none
     * @param arbiter whether ON CONFLICT can name the keys
     */
    public record MatchRule(List<Identifier> keys, @Nullable Identifier version, boolean arbiter) {
        public MatchRule {
            keys = List.copyOf(keys);
        }
    }

    /** @return whether the generated merge reads a column of a record that deletes its row */
    public boolean isOfDeletions(String column) {
        Identifier version = match.version();
        return (version != null && version.name().equals(column))
                || match.keys().stream().anyMatch(key -> key.name().equals(column));
    }

    /** How a record's column is copied into staging; empty when it is not. */
    Optional<TypedColumn> copied(String column, TargetTable table) {
        Identifier metadata = staging.metadata();
        return metadata != null && metadata.name().equals(column)
                ? Optional.of(new TypedColumn(column, ColumnType.JSONB))
                : table.column(column).map(target -> new TypedColumn(column, target.type()));
    }
}
