package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.Identifier;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a table's options ask for, held against what the catalogue has. */
public final class TableRules {
    private final PostgresTargetSpec target;
    private final TableSpec spec;
    private final TargetTable table;

    public TableRules(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        this.target = target;
        this.spec = spec;
        this.table = table;
    }

    /**
     * @return how records find their rows; without keys only when a custom commit is to know
     * @throws EtlException when an option names what the table does not have
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
        Optional<UniqueKey> key = key();
        List<String> columns = key.map(UniqueKey::columns).orElse(spec.keyColumns());
        return new MatchRule(
                columns.stream().map(Identifier::of).toList(),
                identifier(spec.versionColumn()),
                key.map(UniqueKey::immediate).orElse(false));
    }

    private Optional<UniqueKey> key() {
        Optional<UniqueKey> key = spec.keyColumns().isEmpty()
                ? table.uniqueKeys().stream().filter(UniqueKey::primary).findFirst()
                : table.uniqueKeys().stream()
                        .filter(unique -> new HashSet<>(unique.columns()).equals(new HashSet<>(spec.keyColumns())))
                        .findFirst();
        if (key.isEmpty() && target.commit() == null) {
            throw refused(
                    spec.keyColumns().isEmpty()
                            ? "the table " + spec.table()
                                    + " has no primary key, so that its rows cannot be told apart. Add one, or name"
                                    + " the columns of a unique index in the option keyColumns"
                            : "the table " + spec.table() + " has no unique index over exactly the keyColumns "
                                    + spec.keyColumns() + " (one that is neither partial nor on expressions); it has "
                                    + table.uniqueKeys().stream()
                                            .map(UniqueKey::columns)
                                            .toList()
                                    + ". Create one, or name other keyColumns");
        }
        return key;
    }

    private void requireColumn(String option, String column) {
        if (table.column(column).isEmpty()) {
            throw refused("the option " + option + " names \"" + column + "\", but the table " + spec.table()
                    + " has only the columns " + table.columnNames() + ". Correct the option or the table");
        }
    }

    private EtlException refused(String message) {
        return new EtlException(target.pipeline(), message);
    }

    private static @Nullable Identifier identifier(@Nullable String name) {
        return name == null ? null : Identifier.of(name);
    }
}
