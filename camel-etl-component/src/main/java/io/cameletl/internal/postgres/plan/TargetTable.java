package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.values.ColumnType;
import io.cameletl.internal.values.WireTypes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A target table, as the catalog has it.
 *
 * @param name its name with the schema it was found in
 * @param traits what may come between a statement and its rows
 * @param columns its columns in order
 * @param uniqueKeys its unique indexes over plain columns and all rows, the primary key first
 * @param fingerprint what it looked like when it was read
 */
public record TargetTable(
        QualifiedName name,
        TableTraits traits,
        List<Column> columns,
        List<UniqueKey> uniqueKeys,
        Fingerprint fingerprint) {
    public TargetTable {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    /**
     * A column of the table.
     *
     * @param name its name, unquoted
     * @param type the type that values are encoded for: of a domain, its base type
     * @param wire the same as a type of {@link WireTypes}; null when its values do not go in binary
     * @param order how ORDER BY and GROUP BY compare its values; null when the type has no order
     * @param required whether each new row must give it a value: it is NOT NULL and has no default
     * @param generated whether its value is computed from other columns, so that nobody may write it
     * @param alwaysIdentity whether it is GENERATED ALWAYS AS IDENTITY. Inserts can override that, updates cannot
     */
    record Column(
            String name,
            ColumnType type,
            @Nullable String wire,
            @Nullable Order order,
            boolean required,
            boolean generated,
            boolean alwaysIdentity) {
        @Nullable
        Comparison equal() {
            return order == null ? null : order.equal();
        }
    }

    /**
     * The operators of a type's default order.
     *
     * @param equal whether two values are equal
     * @param atLeast whether the left is not below the right
     */
    public record Order(Comparison equal, Comparison atLeast) {}

    /**
     * A unique index over plain columns and all rows.
     *
     * @param columns the columns in the index's order
     * @param primary whether it is the primary key
     * @param immediate whether it is checked row by row; false when it is deferrable
     */
    record UniqueKey(List<IndexColumn> columns, boolean primary, boolean immediate) {
        UniqueKey {
            columns = List.copyOf(columns);
        }

        List<String> names() {
            return columns.stream().map(IndexColumn::name).toList();
        }
    }

    /**
     * A column of a unique index.
     *
     * @param name its name, unquoted
     * @param equal the index's equality
     * @param exact whether equal values are the same bytes
     * @param hashed whether its type has a hash of its own
     */
    record IndexColumn(String name, Comparison equal, boolean exact, boolean hashed) {}

    /**
     * A foreign key of the table.
     *
     * @param name the constraint's name
     * @param columns the table's columns that refer
     * @param parent the table referred to
     * @param parentColumns the parent's columns, in the order of {@code columns}
     * @param equal how a parent's column is compared with the column that refers, in the same order
     */
    public record ForeignKey(
            String name,
            List<Identifier> columns,
            QualifiedName parent,
            List<Identifier> parentColumns,
            List<Comparison> equal) {
        public ForeignKey {
            columns = List.copyOf(columns);
            parentColumns = List.copyOf(parentColumns);
            equal = List.copyOf(equal);
        }

        /** The condition that a row of the parent is the one that a record refers to. */
        public String sameRow(String parentAlias, String alias) {
            return IntStream.range(0, columns.size())
                    .mapToObj(i -> equal.get(i)
                            .sql(
                                    parentAlias + "." + parentColumns.get(i).sql(),
                                    alias + "." + columns.get(i).sql()))
                    .collect(Collectors.joining(" AND "));
        }
    }

    /**
     * @param named the table's name as the page or the option has it
     * @param recordColumns the columns that the records fill
     * @throws EtlException when a new row would need a column that the records do not fill
     */
    public void requireFilled(String pipeline, String named, List<String> recordColumns) {
        List<String> unfilled = unfilled(recordColumns);
        if (!unfilled.isEmpty()) {
            throw new EtlException(
                    pipeline,
                    "the records for the table " + named + " do not fill " + unfilled
                            + ", and a new row cannot be without: NOT NULL and no default. Add the columns to the"
                            + " records, or give them defaults");
        }
    }

    /** @return the columns that a new row cannot be without, of those that the records do not fill */
    List<String> unfilled(List<String> recordColumns) {
        return columns.stream()
                .filter(Column::required)
                .map(Column::name)
                .filter(column -> !recordColumns.contains(column))
                .toList();
    }

    Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    public List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }
}
