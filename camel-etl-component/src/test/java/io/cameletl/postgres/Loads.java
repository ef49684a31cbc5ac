package io.cameletl.postgres;

import io.cameletl.Rows;
import io.cameletl.TargetData;
import io.cameletl.jdbc.QualifiedName;
import io.cameletl.pipeline.CommitUnknownException;
import io.cameletl.pipeline.TableCounts;
import io.cameletl.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Short ways to what most tests of the target do. */
final class Loads {
    private Loads() {}

    static TableSpec table(String name) {
        return TableSpec.of(QualifiedName.parse(name));
    }

    static TableSpec versioned(String name) {
        return new TableSpec(QualifiedName.parse(name), List.of(), "version", "gone");
    }

    static TableSpec deletable(String name) {
        return new TableSpec(QualifiedName.parse(name), List.of(), null, "gone");
    }

    static PostgresTargetSpec into(TestDatabase db, TableSpec... tables) {
        return into(db.dataSource(), tables);
    }

    static PostgresTargetSpec into(DataSource dataSource, TableSpec... tables) {
        return PostgresTargetSpec.of("p", dataSource, List.of(tables));
    }

    /** Records of a table: the columns' names separated by spaces, then each record's values. */
    static TargetData data(String table, String columns, Object[]... records) {
        return new TargetData(table, new Rows(List.of(columns.split(" ")), Arrays.asList(records)));
    }

    static @Nullable Object[] record(@Nullable Object... values) {
        return values;
    }

    /** Many records made from their number. */
    static TargetData many(String table, String columns, int from, int to, IntFunction<Object[]> record) {
        List<Object[]> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record.apply(i));
        }
        return new TargetData(table, new Rows(List.of(columns.split(" ")), records));
    }

    /** One session, one page. */
    static Map<String, TableCounts> load(PostgresTargetSpec spec, TargetData... page) {
        try (PostgresSession session = new PostgresTarget(spec).open("run")) {
            return load(session, page);
        }
    }

    static Map<String, TableCounts> load(PostgresSession session, TargetData... page) {
        try {
            return session.load(List.of(page), TransactionStep.NONE, false, 0).tables();
        } catch (CommitUnknownException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    static TableCounts counts(int staged, int inserted, int updated, int deleted, int unchanged) {
        return new TableCounts(staged, inserted, updated, deleted, unchanged);
    }
}
