package io.cameletl.internal.postgres.support;

import io.cameletl.Rows;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.CommitUnknownException;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.PostgresDriver;
import io.cameletl.internal.postgres.WatchedWork;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Short ways to what most tests of the target do. */
public final class Loads {
    private Loads() {}

    public static TableSpec table(String name) {
        return TableSpec.of(QualifiedName.parse(name));
    }

    public static TableSpec versioned(String name) {
        return new TableSpec(QualifiedName.parse(name), List.of(), "version", "gone");
    }

    public static TableSpec deletable(String name) {
        return new TableSpec(QualifiedName.parse(name), List.of(), null, "gone");
    }

    public static PostgresTargetSpec into(TestDatabase db, TableSpec... tables) {
        return into(db.dataSource(), tables);
    }

    public static PostgresTargetSpec into(DataSource dataSource, TableSpec... tables) {
        return PostgresTargetSpec.of("p", dataSource, List.of(tables));
    }

    /** Records of a table: the columns' names separated by spaces, then each record's values. */
    public static TargetData data(String table, String columns, Object[]... records) {
        return new TargetData(table, new Rows(List.of(columns.split(" ")), Arrays.asList(records)));
    }

    public static @Nullable Object[] record(@Nullable Object... values) {
        return values;
    }

    /** Many records made from their number. */
    public static TargetData many(String table, String columns, int from, int to, IntFunction<Object[]> record) {
        List<Object[]> records = new ArrayList<>();
        for (int i = from; i < to; i++) {
            records.add(record.apply(i));
        }
        return new TargetData(table, new Rows(List.of(columns.split(" ")), records));
    }

    /** What a driver checks before its first run, with the state in the target's database. */
    public static void checkStart(PostgresTargetSpec spec) {
        new PostgresDriver(
                        spec,
                        new JdbcPipelineStore(spec.dataSource(), null, true),
                        true,
                        new WatchedWork(spec.pipeline(), Duration.ofSeconds(30), () -> Duration.ofSeconds(45)))
                .check(null);
    }

    /** One session, one page. */
    public static Map<String, TableCounts> load(PostgresTargetSpec spec, TargetData... page) {
        try (PostgresSession session = new PostgresSession(spec, "run")) {
            return load(session, page);
        }
    }

    public static Map<String, TableCounts> load(PostgresSession session, TargetData... page) {
        try {
            return session.load(PageOrder.of(List.of(page), TransactionStep.NONE, false))
                    .tables();
        } catch (CommitUnknownException e) {
            throw new AssertionError(e);
        }
    }

    public static Map<String, @Nullable Object> map(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return map;
    }

    /** The counts of records of which the rest was rejected. */
    public static TableCounts counts(int staged, int inserted, int updated, int deleted, int unchanged) {
        int rejected = staged - inserted - updated - deleted - unchanged;
        return new TableCounts(staged, inserted, updated, deleted, unchanged, 0, rejected);
    }
}
