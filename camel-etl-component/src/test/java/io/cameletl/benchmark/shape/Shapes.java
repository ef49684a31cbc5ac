package io.cameletl.benchmark.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The shapes there are, by name. */
public enum Shapes {
    /** Seven columns; a text key of 32 characters in no order, as those of users are. */
    USERS(single("users", List.of("id"), userColumns(new Column("id", "text", "md5(i::text)")))),
    /** Three columns, a key in order. */
    NARROW(single(
            "narrow",
            List.of("id"),
            List.of(
                    new Column("id", "bigint", "i::bigint"),
                    new Column("amount", "integer", "case when stale then -1 else i % 1000 end"),
                    SourceTable.UPDATED_AT))),
    /** Forty columns of the common types. */
    WIDE(single("wide", List.of("id"), wideColumns())),
    /** Users with a key in order. */
    BIGINT_KEY(single("bigint_key", List.of("id"), userColumns(new Column("id", "bigint", "i::bigint")))),
    /** Users with a uuid in no order. */
    UUID_KEY(single("uuid_key", List.of("id"), userColumns(new Column("id", "uuid", "md5(i::text)::uuid")))),
    /** Users of a hundred tenants, numbered within each. */
    COMPOSITE_KEY(single(
            "composite_key",
            List.of("tenant", "number"),
            userColumns(
                    new Column("tenant", "integer", "i % 100"), new Column("number", "bigint", "(i / 100)::bigint")))),
    /** A text of a megabyte in each row. */
    DOCUMENTS(single(
            "documents",
            List.of("id"),
            List.of(
                    new Column("id", "bigint", "i::bigint"),
                    new Column("content", "text", "repeat(md5(i::text), 32768)"),
                    SourceTable.UPDATED_AT))),
    /** A row that becomes one in each of three tables, which refer to each other. */
    THREE(Family.SHAPE);

    private final Shape shape;

    Shapes(Shape shape) {
        this.shape = shape;
    }

    public Shape shape() {
        return shape;
    }

    /** Rows that are handed on as they are. */
    static Shape single(String table, List<String> key, List<Column> columns) {
        List<String> cursor = new ArrayList<>(key);
        cursor.add(0, "updated_at");
        return new Shape(
                table,
                new SourceTable(table, columns, cursor),
                List.of(new TargetTable(
                        table, columns.stream().map(Column::asIs).toList(), key, "")),
                "");
    }

    private static List<Column> userColumns(Column... key) {
        return Shape.concat(
                List.of(key),
                new Column("name", "text", "'User number ' || i"),
                new Column("email", "text", "'user.' || i || '@example.org'"),
                new Column("phone", "text", "'+49 30 ' || i"),
                new Column("note", "text", "case when stale then 'out of date' else md5((i + 1)::text) end"),
                new Column(
                        "created_at", "timestamptz", "timestamptz '2020-01-01 00:00:00+00' + i * interval '1 second'"),
                SourceTable.UPDATED_AT);
    }

    private static List<Column> wideColumns() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("id", "bigint", "i::bigint"));
        add(columns, 12, "text", "'text ' || case when stale then 0 else i end || ' of column $n'");
        add(columns, 10, "integer", "i % (1000 * $n)");
        add(columns, 6, "numeric(12,2)", "(i % 100000) * 1.25 + $n");
        add(columns, 4, "boolean", "i % ($n + 1) = 0");
        add(columns, 3, "date", "date '2020-01-01' + i % (365 * $n)");
        add(columns, 3, "timestamptz", "timestamptz '2020-01-01 00:00:00+00' + i * $n * interval '1 second'");
        columns.add(SourceTable.UPDATED_AT);
        return columns;
    }

    private static void add(List<Column> columns, int count, String type, String expression) {
        String prefix = type.replaceAll("\\W.*", "") + "_";
        IntStream.rangeClosed(1, count)
                .mapToObj(n -> new Column(prefix + n, type, expression.replace("$n", String.valueOf(n))))
                .forEach(columns::add);
    }
}
