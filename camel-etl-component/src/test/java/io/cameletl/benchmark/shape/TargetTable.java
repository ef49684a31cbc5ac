package io.cameletl.benchmark.shape;

import static java.util.stream.Collectors.joining;

import io.cameletl.benchmark.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A table that is loaded.
 *
 * @param columns {@code updated_at} is one of them
 * @param key its primary key
 * @param references {@code column parent} where it refers to another table's key; empty for none
 */
public record TargetTable(String name, List<Column> columns, List<String> key, String references) {

    public TargetTable named(String other) {
        return new TargetTable(other, columns, key, references);
    }

    public String columnNames() {
        return columns(Column::name);
    }

    /** @return what each column is over the source's columns, between commas */
    public String expressions() {
        return columns(Column::expression);
    }

    /** @return the names of the columns that are not of the key */
    public List<String> values() {
        List<String> values = new ArrayList<>(columns.stream().map(Column::name).toList());
        values.removeAll(key);
        return values;
    }

    /** Makes it anew, empty, without a key: it comes with {@link #key}. */
    public void create(Database database) {
        database.execute(
                "drop table if exists " + name + " cascade",
                "create table " + name + " (" + columns(Column::definition) + ")");
    }

    public void key(Database database) {
        database.execute("alter table " + name + " add primary key (" + String.join(", ", key) + ")");
        if (!references.isEmpty()) {
            String[] parts = references.split(" ");
            database.execute(
                    "alter table " + name + " add foreign key (" + parts[0] + ") references " + parts[1],
                    "create index on " + name + " (" + parts[0] + ")");
        }
        database.execute("vacuum analyze " + name);
    }

    /** Adds what a sync of these rows would bring. */
    public void fill(Database database, SourceTable source, int from, int to, int every) {
        database.execute("insert into " + name + " (" + columnNames() + ") select " + expressions() + " from ("
                + source.rows(from, to, every) + ") source");
    }

    private String columns(Function<Column, String> text) {
        return columns.stream().map(text).collect(joining(", "));
    }
}
