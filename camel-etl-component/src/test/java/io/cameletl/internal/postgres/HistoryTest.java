package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.checkStart;
import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.load;
import static io.cameletl.internal.postgres.support.Loads.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.Strategy;
import io.cameletl.internal.engine.driver.PageLimits;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PageOrder;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.page.TransactionStep;
import io.cameletl.internal.postgres.plan.Keeping;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.support.HistoryModel;
import io.cameletl.internal.postgres.support.HistoryModel.Point;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that keeps each version of a row with the time of its validity. */
@WithPostgres
class HistoryTest {
    private static final String TABLE =
            """
            create table h (id text, v int not null, a text, valid_from int, valid_to int check (valid_to > valid_from),
              primary key (id, valid_from));
            create unique index on h (id) where valid_to is null""";
    private static final String LINES =
            "select id || ' ' || valid_from || '..' || coalesce(valid_to::text, '') || ' ' || coalesce(a, 'null') %s as line"
                    + " from h order by id collate \"C\", valid_from";
    private static final String OVERLAPS =
            "h one where exists (select from h other where other.id = one.id and other.valid_from <> one.valid_from"
                    + " and int4range(one.valid_from, one.valid_to) && int4range(other.valid_from, other.valid_to))";

    private static TableSpec history() {
        return history(List.of("id"), "v", Deletes.DELETE);
    }

    private static TableSpec history(List<String> keys, String version, Deletes deletes) {
        return new TableSpec(QualifiedName.parse("h"), keys, version, "gone", Keeping.of(Strategy.HISTORY, deletes));
    }

    private static List<String> lines(TestDatabase db) {
        return lines(db, "");
    }

    private static List<String> lines(TestDatabase db, String more) {
        return db.query(LINES.formatted(more)).stream()
                .map(row -> String.valueOf(row.get("line")))
                .toList();
    }

    private static void page(TestDatabase db, Object[]... records) {
        load(into(db, history()), data("h", "id v a gone", records));
    }

    @Test
    void each_version_is_valid_until_the_next(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false), record("a", 3, "y", false));
        page(db, record("a", 7, "z", false), record("b", 2, "x", false));

        assertThat(lines(db)).containsExactly("a 1..3 x", "a 3..7 y", "a 7.. z", "b 2.. x");
    }

    @Test
    void a_deletion_closes_the_line_and_a_row_that_comes_back_opens_another(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false));
        page(db, record("a", 4, null, true));
        assertThat(lines(db)).containsExactly("a 1..4 x");
        page(db, record("a", 5, null, true));
        page(db, record("a", 6, "x", false));
        assertThat(lines(db)).containsExactly("a 1..4 x", "a 6.. x");
        page(db, record("b", 1, "x", false), record("b", 4, null, true), record("b", 4, "x", false));
        assertThat(lines(db)).endsWith("b 1.. x");
    }

    @Test
    void a_late_version_is_put_in_between_and_an_equal_one_takes_the_line_s_place(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false), record("a", 5, "y", false));
        page(db, record("a", 3, "late", false));
        page(db, record("a", 5, "again", false));
        page(db, record("a", 0, "first", false));

        assertThat(lines(db)).containsExactly("a 0..1 first", "a 1..3 x", "a 3..5 late", "a 5.. again");
    }

    /** As by clocks that are not alike, or by times of transactions that waited for each other. */
    @Test
    void a_row_that_comes_back_with_a_version_before_its_deletion_s_is_there_since_the_deletion(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false));
        page(db, record("a", 5, null, true));
        page(db, record("a", 3, "y", false));
        assertThat(lines(db, "|| ' v' || v")).containsExactly("a 1..5 x v1", "a 5.. y v3");

        String before = db.value("select pg_catalog.string_agg(xmin::text || ctid, ' ' order by valid_from) from h");
        page(db, record("a", 3, "y", false));
        assertThat(db.<String>value("select pg_catalog.string_agg(xmin::text || ctid, ' ' order by valid_from) from h"))
                .as("read again")
                .isEqualTo(before);

        page(db, record("a", 4, "z", false));
        assertThat(lines(db, "|| ' v' || v")).as("newer, since then").containsExactly("a 1..5 x v1", "a 5.. z v4");
        page(db, record("a", 2, "late", false));
        assertThat(lines(db)).as("late").containsExactly("a 1..2 x", "a 2..5 late", "a 5.. z");
        page(db, record("a", 4, null, true));
        assertThat(lines(db)).as("gone again").containsExactly("a 1..2 x", "a 2..5 late");
    }

    @Test
    void what_was_before_a_deletion_does_not_bring_the_row_back(TestDatabase db) throws Exception {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false), record("a", 3, "y", false));
        page(db, record("a", 5, null, true));
        List<String> closed = List.of("a 1..3 x", "a 3..5 y");

        page(db, record("a", 3, "y", false));
        assertThat(lines(db)).as("a version that was there").isEqualTo(closed);
        page(db, record("a", 1, "x", false), record("a", 3, "y", false), record("a", 5, null, true));
        assertThat(lines(db)).as("all of it again").isEqualTo(closed);
        page(db, record("a", 2, "between", false));
        assertThat(lines(db)).as("an older one").containsExactly("a 1..2 x", "a 2..3 between", "a 3..5 y");
        page(db, record("a", 6, null, true), record("a", 4, null, true));
        assertThat(lines(db)).as("repeated deletions").endsWith("a 3..5 y");
        try (PostgresSession session = new PostgresSession(into(db, history()), "run")) {
            session.load(order(List.of(new Point("a", 4, "z", false)), true));
        }
        assertThat(lines(db)).as("from a ledger").endsWith("a 3..4 y", "a 4..5 z");
    }

    @Test
    void equal_boundaries_and_ends_before_beginnings_leave_no_line_of_no_time(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false));
        page(db, record("a", 1, null, true));
        assertThat(lines(db)).isEmpty();
        page(db, record("b", 5, "x", false));
        page(db, record("b", 3, null, true));
        assertThat(lines(db)).as("gone before it was there").containsExactly("b 5.. x");
        page(db, record("b", 7, null, true));
        page(db, record("b", 7, "y", false));
        assertThat(lines(db)).as("back as it went").containsExactly("b 5..7 x", "b 7.. y");
    }

    /** A line of before has NULL in it, which is other content than a value. */
    @Test
    void a_column_that_is_new_makes_lines_of_its_own(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false), record("b", 1, "x", false));
        db.execute("alter table h add column c int");
        load(
                into(db, history()),
                data("h", "id v a c gone", record("a", 2, "x", 7, false), record("b", 2, "x", null, false)));

        assertThat(lines(db, "|| coalesce(' c' || c, '')")).containsExactly("a 1..2 x", "a 2.. x c7", "b 1.. x");
    }

    @Test
    void equal_content_makes_no_line_and_no_write(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false));
        String before = db.value("select xmin::text || ctid from h");

        assertThat(load(
                        into(db, history()),
                        data("h", "id v a gone", record("a", 2, "x", false), record("a", 3, "x", false))))
                .containsEntry("h", counts(2, 0, 0, 0, 2));
        assertThat(db.<String>value("select xmin::text || ctid from h")).isEqualTo(before);
    }

    @Test
    void an_empty_page_closes_nothing(TestDatabase db) {
        db.execute(TABLE);
        page(db, record("a", 1, "x", false));
        page(db);

        assertThat(lines(db)).containsExactly("a 1.. x");
    }

    @Test
    void deletions_can_be_ignored(TestDatabase db) {
        db.execute(TABLE);
        TableSpec spec = history(List.of("id"), "v", Deletes.IGNORE);

        assertThat(load(
                        into(db, spec),
                        data("h", "id v a gone", record("a", 1, "x", false), record("a", 2, null, true))))
                .containsEntry("h", counts(2, 1, 0, 0, 1));
        assertThat(lines(db)).containsExactly("a 1.. x");
    }

    @Test
    void the_version_may_itself_be_the_beginning(TestDatabase db) {
        db.execute(
                "create table h (id int, sub text, valid_from timestamptz, valid_to timestamptz, a text,"
                        + " primary key (sub, id, valid_from))",
                "create unique index on h (id, sub) where valid_to is null");
        TableSpec spec = history(List.of("id", "sub"), "valid_from", Deletes.DELETE);
        checkStart(into(db, spec));
        load(
                into(db, spec),
                data(
                        "h",
                        "id sub valid_from a gone",
                        record(1, "s", "2026-01-01T00:00:00Z", "x", false),
                        record(1, "s", "2026-01-02T00:00:00Z", "y", false),
                        record(1, "t", "2026-01-01T00:00:00Z", "x", false)));

        assertThat(db.count("h where valid_to is null")).isEqualTo(2);
        assertThat(db.count("h where valid_to = '2026-01-02T00:00:00Z' and a = 'x' and sub = 's'"))
                .isOne();
    }

    /** Keys and versions are compared by the operators of index and type, whatever the search path shows. */
    @ParameterizedTest
    @ValueSource(strings = {"ext, public", "public, pg_catalog"})
    void composite_keys_and_texts_as_versions_are_told_apart_by_their_own_operators(String path, TestDatabase db) {
        db.execute(
                "create schema ext",
                "create extension citext schema ext",
                "create table h (k ext.citext, n int, v varchar(9) collate \"C\", a text, valid_from varchar(9) collate \"C\","
                        + " valid_to varchar(9) collate \"C\", primary key (k, n, valid_from))",
                "create unique index on h (n, k) where valid_to is null",
                "create function never(int, int) returns bool language sql immutable as 'select false'",
                "create operator = (leftarg = int, rightarg = int, function = never)",
                "create operator > (leftarg = int, rightarg = int, function = never)");
        TableSpec spec = new TableSpec(
                QualifiedName.parse("public.h"),
                List.of("k", "n"),
                "v",
                "gone",
                Keeping.of(Strategy.HISTORY, Deletes.DELETE));
        checkStart(into(db, spec));
        db.execute("alter database " + db.name() + " set search_path = " + path);
        load(
                into(db, spec),
                data(
                        "public.h",
                        "k n v a gone",
                        record("A", 1, "v1", "x", false),
                        record("a", 1, "v5", null, true),
                        record("A", 2, "v1", "x", false)));
        load(into(db, spec), data("public.h", "k n v a gone", record("A", 1, "v3", "y", false)));

        assertThat(db.<String>value(
                        "select string_agg(concat_ws(' ', k, n, v, a, valid_from, valid_to), ', ' order by n,"
                                + " valid_from) from public.h"))
                .isEqualTo("A 1 v1 x v1 v5, A 1 v3 y v5, A 2 v1 x v1");
    }

    /** Random versions in random order, with duplicates, deletions and rows that come back, against a model in memory. */
    @Test
    void whatever_comes_the_lines_are_those_of_the_model(TestDatabase db) {
        db.execute(TABLE);
        Seeded.times(10).play("HistoryTest", seed -> {
            db.execute("truncate h");
            Random random = Seeded.random(seed);
            HistoryModel model = new HistoryModel();
            try (PostgresSession session = new PostgresSession(into(db, history()), "run")) {
                for (int page = 0; page < 8; page++) {
                    List<Point> points = points(random);
                    boolean late = random.nextInt(4) == 0;
                    assertThat(session.load(order(points, late)).tables())
                            .containsEntry("h", model.apply(points, late ? points.size() : 0));
                    assertThat(lines(db, "|| ' v' || v")).isEqualTo(model.lines());
                    assertThat(db.count(OVERLAPS)).isZero();
                    assertThat(db.count("h where v > valid_from")).isZero();
                }
            }
        });
    }

    private static PageOrder order(List<Point> points, boolean late) {
        Object[][] records = points.stream()
                .map(point -> record(point.key(), point.version(), point.content(), point.gone()))
                .toArray(Object[][]::new);
        return new PageOrder(
                List.of(data("h", "id v a gone", records)),
                PageLimits.NONE,
                Map.of(),
                List.of(),
                late,
                TransactionStep.NONE,
                false);
    }

    private static List<Point> points(Random random) {
        int versions = 2 + random.nextInt(20);
        int contents = 1 + random.nextInt(3);
        int keys = 1 + random.nextInt(3);
        List<Point> points = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            boolean gone = random.nextInt(4) == 0;
            String content = "x" + random.nextInt(contents);
            points.add(new Point(
                    String.valueOf((char) ('a' + random.nextInt(keys))),
                    random.nextInt(versions),
                    gone ? null : random.nextInt(9) == 0 ? "null" : content,
                    gone));
        }
        return points;
    }

    /** Whoever breaks a constraint is set aside, and the others become what they are without it. */
    @Test
    void bad_records_are_named_and_set_aside(TestDatabase db) throws Exception {
        db.execute(TABLE, "alter table h add check (a <> 'bad')");
        Object[][] records = {
            record("a", 1, "x", false),
            record("a", 2, "bad", false),
            record("b", 1, "y", false),
            record("a", 3, "z", false)
        };
        assertThatThrownBy(() -> page(db, records))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = a, v = 2");
        assertThat(db.count("h")).isZero();

        assertThat(Rejecting.load(into(db, history()), 9, data("h", "id v a gone", records))
                        .tables())
                .containsEntry("h", counts(4, 3, 0, 0, 0));
        assertThat(lines(db)).containsExactly("a 1..3 x", "a 3.. z", "b 1.. y");
    }

    @Test
    void a_record_without_a_version_is_bad(TestDatabase db) {
        db.execute(TABLE);
        assertThatThrownBy(() -> page(db, record("a", null, "x", false))).hasMessageContaining("\"v\"");
        assertThatThrownBy(() -> page(db, record("a", null, null, true))).hasMessageContaining("\"v\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create table h (id text, v int, a text, valid_from int, primary key (id, valid_from)) | needs a column"
                        + " \"valid_to\"",
                "create table h (id text, v int, a text, valid_to int, primary key (id)) | needs a column \"valid_from\"",
                "create table h (id text, v int, valid_from int, valid_to int, primary key (id)) | no unique index over"
                        + " exactly [id, valid_from]",
                "create table h (id text, v int, valid_from int, valid_to int, primary key (id, valid_from)) | needs an"
                        + " index that lets a row have one open line. Create it: CREATE UNIQUE INDEX ON \"public\".\"h\""
                        + " (\"id\") WHERE \"valid_to\" IS NULL",
                "create table h (id text, v int, valid_from int, valid_to int, primary key (id, valid_from));"
                        + " create index on h (id) where valid_to is null | needs an index that lets a row have one open",
                "create table h (id text, v int, valid_from date, valid_to date, primary key (id, valid_from));"
                        + " create unique index on h (id) where valid_to is null | to be of the type of the versionColumn"
                        + " \"v\", which is integer",
            })
    void a_table_that_cannot_keep_it_is_refused_at_the_start(String ddl, String reason, TestDatabase db) {
        db.execute(ddl);
        assertThatThrownBy(() -> checkStart(into(db, history())))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("strategy=history")
                .hasMessageContaining(reason);
    }

    @Test
    void what_it_needs_is_asked_for_at_the_start(TestDatabase db) {
        db.execute(TABLE);
        Map.of(
                        new TableSpec(
                                QualifiedName.parse("h"),
                                List.of("id"),
                                null,
                                null,
                                Keeping.of(Strategy.HISTORY, Deletes.DELETE)),
                        "needs versionColumn",
                        history(List.of(), "v", Deletes.DELETE),
                        "needs keyColumns",
                        history(List.of("id", "v"), "v", Deletes.DELETE),
                        "Leave it out of keyColumns",
                        history(List.of("id"), "v", Deletes.MARK),
                        "gone")
                .forEach((spec, reason) -> assertThatThrownBy(() -> checkStart(into(db, spec)))
                        .as("%s", spec)
                        .hasMessageContaining(reason));
    }
}
