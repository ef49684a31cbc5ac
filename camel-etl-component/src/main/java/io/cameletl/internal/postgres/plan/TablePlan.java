package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;
import java.util.Optional;

/**
 * How one table's records go from staging into the table: all that the statements are generated from.
 *
 * @param target the target table, quoted and qualified
 * @param staging the staging table
 * @param match how a record finds its row
 * @param columns the table's columns that the records fill
 * @param updatable those of {@code columns} that an update writes: no keys, unless equal ones may differ in form, and no
 *     GENERATED ALWAYS AS IDENTITY column
 * @param identities those of {@code columns} that are GENERATED ALWAYS AS IDENTITY: inserts override that, updates cannot
 */
public record TablePlan(
        String target,
        StagingLayout staging,
        MatchRule match,
        List<Identifier> columns,
        List<Identifier> updatable,
        List<Identifier> identities) {
    public TablePlan {
        columns = List.copyOf(columns);
        updatable = List.copyOf(updatable);
        identities = List.copyOf(identities);
    }

    /** @return the same through another staging table of the same columns */
    public TablePlan withStaging(String table) {
        StagingLayout other = new StagingLayout(table, staging.position(), staging.deleted(), staging.metadata());
        return new TablePlan(target, other, match, columns, updatable, identities);
    }

    /** The columns of the row that an update cannot write, though the record may have another value. */
    public List<Identifier> fixed() {
        return identities.stream()
                .filter(column -> !match.keys().contains(column))
                .toList();
    }

    /** @return whether the generated merge reads a column of a record that deletes its row */
    public boolean isOfDeletions(String column) {
        VersionColumn version = match.version();
        return (version != null && version.column().name().equals(column))
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
