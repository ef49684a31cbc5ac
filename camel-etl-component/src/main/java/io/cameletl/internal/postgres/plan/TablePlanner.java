package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.MatchRule.VersionColumn;
import io.cameletl.internal.postgres.plan.TargetTable.IndexColumn;
import io.cameletl.internal.postgres.plan.TargetTable.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans how records go into a table: holds the table's options and the records' columns against what the catalog has. */
public final class TablePlanner {
    /** What PostgreSQL lets a table have. */
    private static final int MAX_COLUMNS = 1_600;

    private final PostgresTargetSpec target;
    private final TableSpec spec;
    private final TargetTable table;

    public TablePlanner(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        this.target = target;
        this.spec = spec;
        this.table = table;
    }

    /**
     * @return how records find their rows; without keys only with a custom commit
     * @throws EtlException when an option names what the table does not have, or the table has what the generated merge
     *     cannot see through
     */
    public MatchRule match() {
        spec.keyColumns().forEach(column -> requireColumn("keyColumns", column));
        if (spec.versionColumn() != null) {
            requireColumn("versionColumn", spec.versionColumn());
        }
        if (target.metadataColumn() != null
                && table.column(target.metadataColumn()).isPresent()) {
            throw refused("the option metadataColumn names a column that staging alone has, but the table "
                    + spec.table() + " has a column \"" + target.metadataColumn() + "\" too. Name another");
        }
        if (target.commit() == null) {
            requirePlain();
        }
        Optional<UniqueKey> key = key();
        return new MatchRule(
                key.map(unique -> unique.columns().stream().map(this::keyColumn).toList())
                        .orElseGet(() ->
                                spec.keyColumns().stream().map(this::keyColumn).toList()),
                version(),
                key.map(UniqueKey::immediate).orElse(false) && !table.traits().children());
    }

    private KeyColumn keyColumn(IndexColumn column) {
        Comparison grouping = table.column(column.name()).orElseThrow().equal();
        return new KeyColumn(
                Identifier.of(column.name()),
                column.equal(),
                column.equal().isSameOperator(grouping),
                column.exact(),
                column.hashed());
    }

    private KeyColumn keyColumn(String name) {
        Comparison equal = table.column(name).orElseThrow().equal();
        if (equal == null) {
            throw refused("the option keyColumns names \"" + name + "\", but the type of this column in the table "
                    + spec.table() + " has no order, so that its values cannot be told apart. Name another column");
        }
        return new KeyColumn(Identifier.of(name), equal, true, true, false);
    }

    private @Nullable VersionColumn version() {
        String name = spec.versionColumn();
        if (name == null) {
            return null;
        }
        TargetTable.Order order = table.column(name).orElseThrow().order();
        if (order == null) {
            throw refused("the option versionColumn names \"" + name + "\", but the type of this column in the table "
                    + spec.table() + " has no order, so that no version is older than another. Name another column");
        }
        return new VersionColumn(Identifier.of(name), order.atLeast());
    }

    /** Refuses what would let records vanish without a word. */
    private void requirePlain() {
        TableTraits traits = table.traits();
        if (!traits.rules().isEmpty()) {
            throw refused(
                    "the table " + spec.table() + " has the rules " + traits.rules()
                            + ", which fire once per statement and not for each row. Make triggers of them, drop or disable"
                            + " them (ALTER TABLE ... DISABLE RULE), or write to the table with the option commit or commitSql");
        }
        if (traits.hidesRows() && spec.deletedColumn() != null) {
            throw refused("row-level security may hide rows of the table " + spec.table()
                    + " from the user, so that the deletion of a hidden row could not be told from that of a row which"
                    + " is not there. Give the user BYPASSRLS or a policy FOR ALL with USING (true), or leave out the"
                    + " option deletedColumn");
        }
    }

    /**
     * @param recordColumns the columns that the records fill
     * @param staging the staging table's name, quoted and qualified
     * @throws EtlException when the records lack a column that the options need, or fill one that they must not
     */
    public TablePlan plan(List<String> recordColumns, String staging) {
        MatchRule match = match();
        for (Identifier key : match.keys()) {
            requireFilled("the key", key.name(), recordColumns);
        }
        if (spec.versionColumn() != null) {
            requireFilled("the versionColumn", spec.versionColumn(), recordColumns);
        }
        if (spec.deletedColumn() != null) {
            requireFilled("the deletedColumn", spec.deletedColumn(), recordColumns);
        }
        UnknownColumns.refuse(
                target.pipeline(),
                spec.table(),
                table,
                recordColumns.stream().filter(this::belongs).toList());
        List<TargetTable.Column> columns =
                recordColumns.stream().filter(this::belongs).map(this::writable).toList();
        requireRoom(columns.size());
        List<String> exactKeys = match.keyColumns().stream()
                .filter(KeyColumn::exact)
                .map(key -> key.column().name())
                .toList();
        return new TablePlan(
                table.name().sql(),
                StagingLayout.of(staging, table.columnNames(), target.metadataColumn()),
                match,
                columns.stream().map(column -> Identifier.of(column.name())).toList(),
                columns.stream()
                        .filter(column -> !column.alwaysIdentity() && !exactKeys.contains(column.name()))
                        .map(column -> Identifier.of(column.name()))
                        .toList(),
                columns.stream()
                        .filter(TargetTable.Column::alwaysIdentity)
                        .map(column -> Identifier.of(column.name()))
                        .toList());
    }

    /** @return the columns of an empty staging table, for a custom commit to find */
    public List<String> columnsOfNoRecords() {
        List<String> columns = new ArrayList<>(table.columns().stream()
                .filter(column -> !column.generated())
                .map(TargetTable.Column::name)
                .toList());
        String deleted = spec.deletedColumn();
        if (deleted != null && !columns.contains(deleted)) {
            columns.add(deleted);
        }
        return columns;
    }

    private Optional<UniqueKey> key() {
        Optional<UniqueKey> key = spec.keyColumns().isEmpty()
                ? table.uniqueKeys().stream().filter(UniqueKey::primary).findFirst()
                : table.uniqueKeys().stream()
                        .filter(unique -> new HashSet<>(unique.names()).equals(new HashSet<>(spec.keyColumns())))
                        .findFirst();
        if (key.isEmpty() && target.commit() == null) {
            throw refused(noKey());
        }
        return key;
    }

    private String noKey() {
        if (table.traits().temporalKey()) {
            return "the table " + spec.table()
                    + " has a key WITHOUT OVERLAPS, and the generated merge cannot use it: it"
                    + " finds rows by equal keys, not by periods that overlap. Name the columns of another unique index"
                    + " in the option keyColumns, or write to the table with the option commit or commitSql";
        }
        return spec.keyColumns().isEmpty()
                ? "the table " + spec.table()
                        + " has no primary key, so that its rows cannot be told apart. Add one, or name"
                        + " the columns of a unique index in the option keyColumns"
                : "the table " + spec.table() + " has no unique index over exactly the keyColumns "
                        + spec.keyColumns() + " (one that is neither partial nor on expressions); it has "
                        + table.uniqueKeys().stream().map(UniqueKey::names).toList()
                        + ". Create one, or name other keyColumns";
    }

    private void requireColumn(String option, String column) {
        if (table.column(column).isEmpty()) {
            throw refused("the option " + option + " names \"" + column + "\", but the table " + spec.table()
                    + " has only the columns " + table.columnNames() + ". Correct the option or the table");
        }
    }

    private boolean belongs(String column) {
        return table.column(column).isPresent()
                || (!column.equals(spec.deletedColumn()) && !column.equals(target.metadataColumn()));
    }

    private TargetTable.Column writable(String name) {
        TargetTable.Column column = table.column(name).orElseThrow();
        if (column.generated()) {
            throw refused("the records for the table " + spec.table() + " fill the column \"" + name
                    + "\", but PostgreSQL generates its values. Leave it out of the records");
        }
        return column;
    }

    private void requireRoom(int filled) {
        int most = MAX_COLUMNS - (target.metadataColumn() == null ? 2 : 3);
        if (filled > most) {
            throw refused("the records for the table " + spec.table() + " fill " + filled + " columns, and " + most
                    + " is the most: a staging table, of at most " + MAX_COLUMNS
                    + " columns as any other, takes a few for"
                    + " itself. Leave some out of the records, or split the table");
        }
    }

    private void requireFilled(String role, String column, List<String> recordColumns) {
        if (!recordColumns.contains(column)) {
            throw refused("the records for the table " + spec.table() + " have no column \"" + column + "\", which is "
                    + role + ". They have " + recordColumns
                    + ". Add it to the records, or correct the table's options");
        }
    }

    private EtlException refused(String message) {
        return new EtlException(target.pipeline(), message);
    }
}
