package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.checkStart;
import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.Deletes;
import io.cameletl.Strategy;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.plan.Keeping;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that stay though a record says that they are gone, and tables that keep every version of a row. */
@WithPostgres
class KeptRowsTest {
    private static TableSpec table(@Nullable String version, Strategy strategy, Deletes deletes, String... keys) {
        return new TableSpec(QualifiedName.parse("t"), List.of(keys), version, "gone", Keeping.of(strategy, deletes));
    }

    private static List<Map<String, Object>> rows(TestDatabase db) {
        return db.query("select * from t order by id, v");
    }

    @Test
    void a_row_that_is_gone_is_marked_and_keeps_its_other_values(TestDatabase db) {
        db.execute("create table t (id int primary key, v int not null, a text not null, gone boolean)");
        TableSpec spec = table("v", Strategy.MERGE, Deletes.MARK);
        checkStart(into(db, spec));
        load(into(db, spec), data("t", "id v a gone", record(1, 1, "x", false), record(2, 1, "y", false)));

        assertThat(load(
                        into(db, spec),
                        data(
                                "t",
                                "id v a gone",
                                record(1, 2, null, true),
                                record(2, 0, null, true),
                                record(3, 1, null, true))))
                .containsEntry("t", counts(3, 0, 0, 1, 2));
        assertThat(db.count("t where id = 1 and gone and v = 2 and a = 'x'")).isOne();
        assertThat(db.count("t where id = 2 and not gone")).isOne();
        assertThat(db.count("t")).isEqualTo(2);

        assertThat(load(into(db, spec), data("t", "id v a gone", record(1, 2, null, true))))
                .containsEntry("t", counts(1, 0, 0, 0, 1));
        assertThat(load(into(db, spec), data("t", "id v a gone", record(1, 3, "back", false))))
                .containsEntry("t", counts(1, 0, 1, 0, 0));
        assertThat(db.count("t where id = 1 and not gone and a = 'back'")).isOne();
    }

    @Test
    void a_mark_s_trigger_that_leaves_it_out_is_told(TestDatabase db) {
        db.execute(
                "create table t (id int primary key, v int, gone boolean)",
                "insert into t values (1, 1, false)",
                "create function leaves_out() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger leaves_out before update on t for each row execute function leaves_out()");

        assertThatThrownBy(() -> load(
                        into(db, table("v", Strategy.MERGE, Deletes.MARK)), data("t", "id v gone", record(1, 2, true))))
                .hasMessageContaining("its row was not marked");
    }

    /** Page by page against a model in memory: what a row was before it was gone must not get lost in its page. */
    @Test
    void marked_and_ignored_rows_are_those_of_the_model(TestDatabase db) {
        db.execute("create table t (id int primary key, v int, a text, gone boolean)");
        Seeded.times(30).play("KeptRowsTest", seed -> {
            db.execute("truncate t");
            Random random = Seeded.random(seed);
            boolean versioned = random.nextBoolean();
            Deletes deletes = random.nextBoolean() ? Deletes.MARK : Deletes.IGNORE;
            TableSpec spec = table(versioned ? "v" : null, Strategy.MERGE, deletes);
            Map<Integer, Object[]> model = new TreeMap<>();
            for (int page = 0; page < 6; page++) {
                List<Object[]> records = new ArrayList<>();
                for (int i = random.nextInt(8); i >= 0; i--) {
                    boolean gone = random.nextInt(3) == 0;
                    records.add(record(
                            random.nextInt(3), random.nextInt(10), gone ? null : "a" + random.nextInt(100), gone));
                }
                load(into(db, spec), data("t", "id v a gone", records.toArray(Object[][]::new)));
                List<Object[]> inOrder = new ArrayList<>(records);
                if (versioned) {
                    inOrder.sort((one, other) -> Integer.compare((int) one[1], (int) other[1]));
                }
                inOrder.forEach(record -> apply(model, record, versioned, deletes));
                assertThat(rows(db))
                        .as("versioned %s, %s", versioned, deletes)
                        .extracting(
                                row -> row.get("id") + " " + row.get("v") + " " + row.get("a") + " " + row.get("gone"))
                        .isEqualTo(model.values().stream()
                                .map(row -> row[0] + " " + row[1] + " " + row[2] + " " + row[3])
                                .toList());
            }
        });
    }

    private static void apply(Map<Integer, Object[]> model, Object[] record, boolean versioned, Deletes deletes) {
        int id = (int) record[0];
        Object[] row = model.get(id);
        boolean gone = (boolean) record[3];
        if ((gone && (row == null || deletes == Deletes.IGNORE))
                || (versioned && row != null && (int) row[1] > (int) record[1])) {
            return;
        }
        Object version = gone && !versioned ? row[1] : record[1];
        model.put(id, record(id, version, gone ? row[2] : record[2], gone));
    }

    @Test
    void every_version_is_appended_once(TestDatabase db) {
        db.execute("create table t (id int, v int, a text, primary key (id, v))");
        TableSpec spec = table("v", Strategy.APPEND, Deletes.IGNORE);
        checkStart(into(db, spec));
        Object[][] page = {
            record(1, 1, "x", false),
            record(1, 2, "y", false),
            record(1, 2, "z", false),
            record(2, 1, "x", false),
            record(1, 3, null, true)
        };
        assertThat(load(into(db, spec), data("t", "id v a gone", page))).containsEntry("t", counts(5, 3, 0, 0, 2));
        assertThat(load(into(db, spec), data("t", "id v a gone", page))).containsEntry("t", counts(5, 0, 0, 0, 5));
        assertThat(load(into(db, spec), data("t", "id v a gone", record(1, 0, "late", false))))
                .containsEntry("t", counts(1, 1, 0, 0, 0));

        assertThat(rows(db))
                .extracting(row -> row.get("id") + " " + row.get("v") + " " + row.get("a"))
                .containsExactly("1 0 late", "1 1 x", "1 2 z", "2 1 x");
    }

    @Test
    void a_deletion_can_be_a_version_of_its_own(TestDatabase db) {
        db.execute("create table t (id int, v int, a text, gone boolean, unique (v, id))");
        TableSpec spec = table("v", Strategy.APPEND, Deletes.MARK, "id");
        checkStart(into(db, spec));

        assertThat(load(into(db, spec), data("t", "id v a gone", record(1, 1, "x", false), record(1, 2, null, true))))
                .containsEntry("t", counts(2, 2, 0, 0, 0));
        assertThat(db.count("t where gone and v = 2")).isOne();
    }

    @Test
    void what_cannot_work_is_refused_at_the_start(TestDatabase db) {
        db.execute("create table t (id int primary key, v int, a text)");
        Map.of(
                        table("v", Strategy.MERGE, Deletes.MARK),
                        "deletes=mark writes the deletedColumn \"gone\" into the rows that are gone, but the table",
                        table(null, Strategy.APPEND, Deletes.IGNORE),
                        "strategy=append of the table \"t\" needs versionColumn",
                        table("v", Strategy.APPEND, Deletes.IGNORE),
                        "does not have the versionColumn \"v\"",
                        table("v", Strategy.APPEND, Deletes.IGNORE, "id"),
                        "no unique index over exactly [id, v]",
                        table("v", Strategy.APPEND, Deletes.DELETE),
                        "so that deletedColumn cannot delete")
                .forEach((spec, reason) ->
                        assertThatThrownBy(() -> checkStart(into(db, spec))).hasMessageContaining(reason));
    }
}
