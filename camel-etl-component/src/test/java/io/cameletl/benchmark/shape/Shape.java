package io.cameletl.benchmark.shape;

import io.cameletl.benchmark.database.Database;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is synced: one table at the source, and what it becomes at the target.
 *
 * @param targets parents before the children that refer to them
 * @param transform the bean that makes the records, as {@code #name}; empty where rows are loaded as they are
 */
public record Shape(String name, SourceTable source, List<TargetTable> targets, String transform) {

    /** The same under another name, of one table. */
    public Shape named(String table) {
        return new Shape(table, source.named(table), List.of(targets.get(0).named(table)), transform);
    }

    /** Makes all tables anew: the source's with so many rows, the target's empty. */
    public void prepare(Database sourceDatabase, Database targetDatabase, int rows) {
        source.create(sourceDatabase);
        source.fill(sourceDatabase, 1, rows);
        source.index(sourceDatabase);
        targets.forEach(table -> table.create(targetDatabase));
        targets.forEach(table -> table.key(targetDatabase));
    }

    public void truncate(Database target) {
        target.execute("truncate " + String.join(", ", tableNames()));
    }

    /** Adds to the target what a sync of these rows would bring. */
    public void fill(Database target, int from, int to, int every) {
        targets.forEach(table -> table.fill(target, source, from, to, every));
    }

    /** The target holds so many rows besides those of the source, and none of these. */
    void leaveOthers(Database target, int rows, int others) {
        List<TargetTable> children = new ArrayList<>(targets);
        Collections.reverse(children);
        children.forEach(table -> target.execute("delete from " + table.name() + " where " + SourceTable.isUpTo(rows)));
        if (target.<Long>value("select count(*) from " + targets.get(0).name()) != others) {
            truncate(target);
            int first = SourceTable.after(rows);
            fill(target, first, first + others - 1, 0);
        }
    }

    public void settle(Database target) {
        tableNames().forEach(table -> target.execute("vacuum analyze " + table));
        target.execute("checkpoint");
    }

    /** @return numbers of rows and sums over their contents, as a sync of the source has to leave them */
    public List<String> expected(Database sourceDatabase) {
        return targets.stream()
                .map(table -> fingerprint(sourceDatabase, table.expressions(), source.name(), "true"))
                .toList();
    }

    /** The same of the target's tables, rows of larger numbers left out. */
    public List<String> found(Database target, int rows) {
        return targets.stream()
                .map(table -> fingerprint(target, table.columnNames(), table.name(), SourceTable.isUpTo(rows)))
                .toList();
    }

    private static String fingerprint(Database database, String columns, String table, String condition) {
        return database.value("select count(*) || ' rows, sum ' || coalesce(sum(hashtextextended(row(" + columns
                + ")::text, 0)), 0) from " + table + " where " + condition);
    }

    /** The endpoint's options for the built-in source: query, cursor, tables. */
    public String query() {
        return "query=RAW(select * from " + source.name() + ")&sourceDataSource=#source&cursorColumns="
                + String.join(",", source.cursor()) + "&" + tables();
    }

    /** The endpoint's options that say what is loaded. */
    public String tables() {
        return "tables=" + String.join(",", tableNames()) + (transform.isEmpty() ? "" : "&transform=" + transform);
    }

    private List<String> tableNames() {
        return targets.stream().map(TargetTable::name).toList();
    }

    static List<Column> concat(List<Column> columns, Column... more) {
        return Stream.concat(columns.stream(), Stream.of(more)).toList();
    }
}
