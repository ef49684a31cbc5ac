package io.cameletl.internal.postgres.plan;

import io.cameletl.Deletes;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.TypedColumn;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
 * @param deleting what becomes of rows that are gone
 * @param history how the lines of a row are told apart; null where the table keeps no history
 */
public record TablePlan(
        String target,
        StagingLayout staging,
        MatchRule match,
        List<Identifier> columns,
        List<Identifier> updatable,
        List<Identifier> identities,
        Deleting deleting,
        @Nullable HistoryPlan history) {
    /** The plan of a table whose rows that are gone are deleted. */
    public TablePlan(
            String target,
            StagingLayout staging,
            MatchRule match,
            List<Identifier> columns,
            List<Identifier> updatable,
            List<Identifier> identities) {
        this(target, staging, match, columns, updatable, identities, Deleting.ROWS, null);
    }

    /**
     * What becomes of rows that are gone.
     *
     * @param fate what
     * @param mark with {@link Deletes#MARK}: the column that is written
     */
    public record Deleting(Deletes fate, @Nullable Identifier mark) {
        /** The rows are deleted. */
        static final Deleting ROWS = new Deleting(Deletes.DELETE, null);
    }

    public TablePlan {
        columns = List.copyOf(columns);
        updatable = List.copyOf(updatable);
        identities = List.copyOf(identities);
    }

    /** @return the same through another staging table of the same columns */
    public TablePlan withStaging(String table) {
        return new TablePlan(target, staging.in(table), match, columns, updatable, identities, deleting, history);
    }

    /** The columns of the row that an update cannot write, though the record may have another value. */
    public List<Identifier> fixed() {
        return identities.stream()
                .filter(column -> !match.keys().contains(column))
                .toList();
    }

    /** @return the columns that a new row gets: of the records, and those that the merge fills by itself */
    public List<String> filled(List<String> recordColumns) {
        return history == null
                ? recordColumns
                : Stream.concat(
                                recordColumns.stream(),
                                Stream.of(
                                        history.validFrom().name(),
                                        history.validTo().name()))
                        .toList();
    }

    /** @return the columns that a deletion which only marks its row writes: the mark, and the version where there is one */
    public List<Identifier> marked() {
        Identifier mark = deleting.mark();
        VersionColumn version = match.version();
        return Stream.of(mark, version == null ? null : version.column())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** @return whether the generated merge reads a column of a record that deletes its row */
    public boolean isOfDeletions(String column) {
        VersionColumn version = match.version();
        Identifier mark = deleting.mark();
        return (mark != null && mark.name().equals(column))
                || (version != null && version.column().name().equals(column))
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
