package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that is a large part of its table is merged by reading the table once, and nothing else differs. */
@Tag("slow")
@WithPostgres
class LargePartTest {
    private static final int ROWS = 20_000;
    private static final String TABLE =
            "create table items (tenant text not null, id int8 not null, value text, updated_at timestamptz not null,"
                    + " primary key (tenant, id))";
    private static final String ALL = "select tenant, id, value, updated_at from items order by tenant, id";
    private static final String HASHED = "SET LOCAL enable_nestloop TO off";

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void rows_new_changed_older_and_equal_are_told_apart(
            int lanes, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        prepare(source, target, ROWS);
        target.execute(
                "delete from items where id % 10 = 1",
                "update items set value = 'old' where id % 10 = 2",
                "update items set value = 'newer', updated_at = '2030-01-01' where id = 3",
                "analyze items");
        source.execute("update items set updated_at = updated_at + interval '1 day'");
        StatementLog log = new StatementLog(target.dataSource());

        load(source, log, lanes);

        source.execute("update items set value = 'newer', updated_at = '2030-01-01' where id = 3");
        assertThat(target.query(ALL)).isEqualTo(source.query(ALL));
        boolean merges = target.<Integer>value("select current_setting('server_version_num')::int4") >= 170_000;
        assertThat(log.all().stream().anyMatch(sql -> sql.contains(HASHED))).isEqualTo(merges);
    }

    @Test
    void a_page_that_is_a_small_part_looks_each_row_up(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        prepare(source, target, ROWS * 20);
        source.execute("delete from items where id > " + ROWS, "update items set value = 'changed'");
        StatementLog log = new StatementLog(target.dataSource());

        load(source, log, 2);

        assertThat(target.count("items where value = 'changed'")).isEqualTo(ROWS);
        assertThat(log.all()).noneMatch(sql -> sql.contains(HASHED));
    }

    private static void prepare(TestDatabase source, TestDatabase target, int rows) {
        String fill =
                "insert into items select 't' || i % 3, i, repeat('value ' || i, 3), timestamptz '2026-01-01' + i *"
                        + " interval '1 s' from generate_series(1, " + rows + ") i";
        for (TestDatabase db : new TestDatabase[] {source, target}) {
            db.execute(TABLE, fill, "analyze items");
        }
        source.execute("create unique index on items (updated_at, tenant, id)");
    }

    private static void load(TestDatabase source, StatementLog target, int lanes) throws Exception {
        String options = "query=RAW(select tenant, id, value, updated_at from items)&sourceDataSource=#source"
                + "&cursorColumns=updated_at,tenant,id&dataSource=#target&tables=items&versionColumn=updated_at"
                + "&consistencyDelay=0&pageSize=500&lanes=" + lanes;
        try (Etl etl = new Etl(source.dataSource(), target, "items").route(options)) {
            etl.drain();
        }
    }
}
