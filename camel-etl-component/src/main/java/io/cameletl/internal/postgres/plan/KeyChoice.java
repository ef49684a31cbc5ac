package io.cameletl.internal.postgres.plan;

import io.cameletl.EtlException;
import io.cameletl.Strategy;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule.KeyColumn;
import io.cameletl.internal.postgres.plan.TargetTable.IndexColumn;
import io.cameletl.internal.postgres.plan.TargetTable.UniqueKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Finds the columns by which records find their rows, and the unique index over them. */
final class KeyChoice {
    private final PostgresTargetSpec target;
    private final TableSpec spec;
    private final TargetTable table;
    private final Optional<UniqueKey> key;

    /** @throws EtlException when there is no unique index that tells rows apart, and no custom commit does without */
    KeyChoice(PostgresTargetSpec target, TableSpec spec, TargetTable table) {
        this.target = target;
        this.spec = spec;
        this.table = table;
        this.key = key();
    }

    /** @return the columns by which a record finds the row that it may write; only with a custom commit empty */
    List<KeyColumn> columns() {
        if (spec.keeping().strategy() == Strategy.HISTORY && spec.versionColumn() != null) {
            List<KeyColumn> columns = new ArrayList<>(ofRows());
            columns.add(plain(spec.versionColumn()));
            return columns;
        }
        return key.isPresent()
                ? key.get().columns().stream().map(this::indexed).toList()
                : spec.keyColumns().stream().map(this::plain).toList();
    }

    /** @return of a history, the columns that the lines of one row share */
    List<KeyColumn> ofRows() {
        return key.stream()
                .flatMap(index -> index.columns().stream())
                .filter(column -> spec.keyColumns().contains(column.name()))
                .map(this::indexed)
                .toList();
    }

    /** @return whether the index refuses, at once, a second row of a key wherever the merge sees the first */
    boolean isCovered() {
        return spec.keeping().strategy() != Strategy.HISTORY
                && key.map(UniqueKey::immediate).orElse(false)
                && !table.traits().children();
    }

    private Optional<UniqueKey> key() {
        List<String> wanted = wanted();
        Optional<UniqueKey> found = table.uniqueKeys().stream()
                .filter(unique -> wanted.isEmpty()
                        ? unique.primary()
                        : new HashSet<>(unique.names()).equals(new HashSet<>(wanted)))
                .findFirst();
        if (found.isEmpty() && target.commit() == null) {
            throw new EtlException(target.pipeline(), noKey(wanted));
        }
        if (spec.keeping().strategy() == Strategy.APPEND
                && found.isPresent()
                && !found.get().names().contains(spec.versionColumn())) {
            throw new EtlException(
                    target.pipeline(),
                    "strategy=append keeps each version of a row as a row of its own, but the primary key "
                            + found.get().names() + " of the table " + spec.table()
                            + " does not have the versionColumn \"" + spec.versionColumn()
                            + "\", so that there is one row for all. Add it to the key, or name in keyColumns what tells"
                            + " rows apart at the source");
        }
        return found;
    }

    /** @return the columns of the index; empty for the primary key */
    private List<String> wanted() {
        String version = spec.versionColumn();
        List<String> wanted = new ArrayList<>(spec.keyColumns());
        switch (spec.keeping().strategy()) {
            case MERGE -> {}
            case APPEND -> {
                if (version != null && !wanted.isEmpty() && !wanted.contains(version)) {
                    wanted.add(version);
                }
            }
            case HISTORY -> wanted.add(spec.keeping().validFrom());
        }
        return wanted;
    }

    private KeyColumn indexed(IndexColumn column) {
        Comparison grouping = table.column(column.name()).orElseThrow().equal();
        return new KeyColumn(
                Identifier.of(column.name()),
                column.equal(),
                column.equal().isSameOperator(grouping),
                column.exact(),
                column.hashed());
    }

    private KeyColumn plain(String name) {
        Comparison equal = table.column(name).orElseThrow().equal();
        if (equal == null) {
            throw new EtlException(
                    target.pipeline(),
                    "the option " + (name.equals(spec.versionColumn()) ? "versionColumn" : "keyColumns") + " names \""
                            + name + "\", but the type of this column in the table " + spec.table()
                            + " has no order, so that its values cannot be told apart. Name another column");
        }
        return new KeyColumn(Identifier.of(name), equal, true, true, false);
    }

    private String noKey(List<String> wanted) {
        if (table.traits().temporalKey()) {
            return "the table " + spec.table()
                    + " has a key WITHOUT OVERLAPS, and the generated merge cannot use it: it"
                    + " finds rows by equal keys, not by periods that overlap. Name the columns of another unique index"
                    + " in the option keyColumns, or write to the table with the option commit or commitSql";
        }
        if (spec.keeping().strategy() != Strategy.MERGE && !wanted.isEmpty()) {
            return "the table " + spec.table() + " has no unique index over exactly " + wanted
                    + ", by which strategy="
                    + (spec.keeping().strategy() == Strategy.APPEND ? "append" : "history")
                    + " finds the versions of a row; it has "
                    + table.uniqueKeys().stream().map(UniqueKey::names).toList() + ". Create one";
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
}
