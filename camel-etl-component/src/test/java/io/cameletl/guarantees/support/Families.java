package io.cameletl.guarantees.support;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Regions, customers and orders, three levels of parents and children, whose source changes at random: rows are added,
 * renamed, moved to other parents and marked as deleted, in transactions after each of which all references hold. The
 * change times within a transaction are in any order.
 */
public final class Families {
    /** Parents first. */
    public static final List<String> TABLES = List.of("region", "customer", "orders");

    /** All rows of the three tables as one stream, by change time. */
    public static final String QUERY = String.join(
            " union all ",
            TABLES.stream()
                    .map(table -> "select text '" + table
                            + "' as kind, id, parent_id, note, updated_at, deleted_at from " + table)
                    .toList());

    private final Random random;
    private final TestDatabase source;
    private final List<Row> rows = new ArrayList<>();

    private static final class Row {
        private final int level;
        private final int id;
        private Row parent;
        private boolean deleted;

        Row(int level, int id, Row parent) {
            this.level = level;
            this.id = id;
            this.parent = parent;
        }
    }

    public Families(Random random, TestDatabase source) {
        this.random = random;
        this.source = source;
    }

    /** Creates the tables, with their foreign keys. */
    public static void create(TestDatabase database) {
        for (int level = 0; level < TABLES.size(); level++) {
            database.execute("create table " + TABLES.get(level) + " (id int primary key, parent_id int"
                    + (level == 0 ? "" : " not null references " + TABLES.get(level - 1))
                    + ", note text, updated_at timestamptz not null, deleted_at timestamptz)");
        }
    }

    /** Makes the stream's rows into the records of the three tables. */
    public static Transform<Map<String, Object>> byTable() {
        return rows -> TABLES.stream()
                .map(table -> new TargetData(
                        table,
                        rows.stream()
                                .filter(row -> table.equals(row.get("kind")))
                                .map(row -> {
                                    Map<String, Object> record = new LinkedHashMap<>(row);
                                    record.remove("kind");
                                    return record;
                                })
                                .toList()))
                .filter(data -> !data.records().isEmpty())
                .toList();
    }

    /** Changes the source in one transaction. */
    public void change() throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> add(statement, random.nextInt(TABLES.size()));
                    case 3 -> rename(statement);
                    case 4, 5 -> move(statement);
                    case 6 -> replaceParent(statement);
                    default -> deleteFamily(statement);
                }
            }
            shuffleTimes(statement);
            connection.commit();
        }
    }

    /** The rows of one table that are not deleted, in order. */
    public static List<Map<String, Object>> rows(TestDatabase database, String table) {
        return database.query("select id, parent_id, note from " + table + " where deleted_at is null order by id");
    }

    private Row add(Statement statement, int level) throws SQLException {
        Row parent = level == 0 ? null : any(level - 1);
        if (level > 0 && parent == null) {
            parent = add(statement, level - 1);
        }
        return addTo(statement, level, parent);
    }

    private Row addTo(Statement statement, int level, Row parent) throws SQLException {
        Row row = new Row(level, rows.size() + 1, parent);
        rows.add(row);
        statement.execute("insert into " + TABLES.get(level) + " values (" + row.id + ", "
                + (parent == null ? "null" : parent.id) + ", 'new', clock_timestamp())");
        return row;
    }

    private void rename(Statement statement) throws SQLException {
        Row row = any(random.nextInt(TABLES.size()));
        if (row != null) {
            touch(statement, row, "note = 'n" + random.nextInt(1000) + "'");
        }
    }

    private void move(Statement statement) throws SQLException {
        Row child = any(1 + random.nextInt(TABLES.size() - 1));
        if (child != null) {
            moveTo(statement, child, any(child.level - 1));
        }
    }

    private void moveTo(Statement statement, Row child, Row parent) throws SQLException {
        child.parent = parent;
        touch(statement, child, "parent_id = " + parent.id);
    }

    /** A new parent takes over all children of another, which goes. */
    private void replaceParent(Statement statement) throws SQLException {
        Row old = any(random.nextInt(TABLES.size() - 1));
        if (old != null) {
            Row heir = addTo(statement, old.level, old.parent);
            for (Row child : children(old)) {
                moveTo(statement, child, heir);
            }
            delete(statement, old);
        }
    }

    private void deleteFamily(Statement statement) throws SQLException {
        Row row = any(random.nextInt(TABLES.size()));
        if (row != null) {
            deleteWithChildren(statement, row);
        }
    }

    private void deleteWithChildren(Statement statement, Row row) throws SQLException {
        for (Row child : children(row)) {
            deleteWithChildren(statement, child);
        }
        delete(statement, row);
    }

    private void delete(Statement statement, Row row) throws SQLException {
        row.deleted = true;
        touch(statement, row, "deleted_at = clock_timestamp()");
    }

    private void touch(Statement statement, Row row, String change) throws SQLException {
        statement.execute("update " + TABLES.get(row.level) + " set " + change
                + ", updated_at = clock_timestamp() where id = " + row.id);
    }

    /** The rows that this transaction has changed change their times among each other. */
    private void shuffleTimes(Statement statement) throws SQLException {
        for (String table : TABLES) {
            statement.execute("update " + table
                    + " set updated_at = transaction_timestamp()"
                    + " + random() * (clock_timestamp() - transaction_timestamp())"
                    + " where updated_at >= transaction_timestamp()");
        }
    }

    private List<Row> children(Row parent) {
        return rows.stream()
                .filter(row -> row.parent == parent && row.level == parent.level + 1 && !row.deleted)
                .sorted(Comparator.comparingInt(row -> row.id))
                .toList();
    }

    private Row any(int level) {
        int[] alive = IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).level == level && !rows.get(i).deleted)
                .toArray();
        return alive.length == 0 ? null : rows.get(alive[random.nextInt(alive.length)]);
    }
}
