package io.cameletl.benchmark.shape;

import static java.util.stream.Collectors.joining;

import io.cameletl.benchmark.database.Database;
import java.util.List;

/**
 * A table that is read. Its rows are a function of their number, so that a target can be given rows that agree with the
 * source, or nearly so, without a sync.
 *
 * @param cursor the columns that order its rows, the change time {@code updated_at} first
 */
public record SourceTable(String name, List<Column> columns, List<String> cursor) {
    private static final String BEGINNING = "timestamptz '2025-01-01 00:00:00+00'";

    /** The change time, which every table has: each third row shares it with two others; a stale row's is a day older. */
    static final Column UPDATED_AT = new Column(
            "updated_at",
            "timestamptz",
            BEGINNING
                    + " + (i / 3) * interval '10 milliseconds' - case when stale then interval '1 day' else interval '0' end");

    /** The condition of a row whose number is at most this one, of any table; it holds for its two followers, too. */
    static String isUpTo(int number) {
        return "updated_at <= " + BEGINNING + " + " + number / 3 + " * interval '10 milliseconds'";
    }

    /** @return the first number for whose row {@link #isUpTo} does not hold */
    static int after(int number) {
        return (number / 3 + 1) * 3;
    }

    public SourceTable named(String other) {
        return new SourceTable(other, columns, cursor);
    }

    /** @return the columns' names, between commas */
    public String columnNames() {
        return columns.stream().map(Column::name).collect(joining(", "));
    }

    /** Makes it anew, empty, without an index: it comes with {@link #index}. */
    public void create(Database database) {
        database.execute(
                "drop table if exists " + name,
                "create table " + name + " ("
                        + columns.stream().map(Column::definition).collect(joining(", ")) + ")");
    }

    public void index(Database database) {
        database.execute(
                "create unique index on " + name + " (" + String.join(", ", cursor) + ")", "vacuum analyze " + name);
    }

    /** Adds the rows of these numbers, none of them stale. */
    public void fill(Database database, int from, int to) {
        database.execute("insert into " + name + " (" + columnNames() + ") " + rows(from, to, 0));
    }

    /** Adds some of the rows that {@link #fill} adds for as many, chosen at random. */
    public void fillSample(Database database, int sample, int rows) {
        database.execute("insert into " + name + " (" + columnNames() + ") "
                + rows("select i, false as stale from generate_series(1, " + rows + ") i order by hashint4(i) limit "
                        + sample));
    }

    /** @param every each so many rows, one is stale; 0 for none */
    String rows(int from, int to, int every) {
        String stale = every == 0 ? "false" : "i % " + every + " = 0";
        return rows("select i, " + stale + " as stale from generate_series(" + from + ", " + to + ") i");
    }

    private String rows(String numbers) {
        return "select "
                + columns.stream()
                        .map(column -> column.expression() + " as " + column.name())
                        .collect(joining(", "))
                + " from (" + numbers + ") numbers";
    }
}
