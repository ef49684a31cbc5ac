package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.column;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.source;
import static io.cameletl.internal.source.support.Sources.withOptions;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.internal.source.support.Sources;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever orders the rows, and whatever the search path shows, each comes exactly once, and in order. */
@Tag("slow")
@WithPostgres
class CursorOrderTest {
    /** A type, and values of it from the numbers n and m, 0 to 9; some are equal and written in different ways. */
    private static final List<String[]> TYPES = List.of(
            new String[] {"ext.citext", "(chr(65 + n + 32 * (m % 2)) || m % 3)::ext.citext"},
            new String[] {"app.code", "(chr(65 + n + 32 * (m % 2)) || m % 3)::app.code"},
            new String[] {"ext.ltree", "('a.' || n || '.b' || m)::ext.ltree"},
            new String[] {"text", "chr(65 + n + 32 * (m % 2)) || '''' || chr(228 + m) || '\\'"},
            new String[] {"text collate app.anycase", "chr(65 + n + 32 * (m % 2)) || m % 2"},
            new String[] {"varchar(9)", "chr(65 + n + 32 * (m % 2)) || repeat(' ', m)"},
            new String[] {"char(5)", "chr(65 + n) || repeat(' ', m % 3)"},
            new String[] {"name", "(chr(65 + n) || m)::name"},
            new String[] {"\"char\"", "chr(65 + n + 32 * (m % 2))::\"char\""},
            new String[] {"app.mood", "(array['so \"sad\", ok', 'happy', 'Happy'])[1 + n % 3]::app.mood"},
            new String[] {"app.posint", "n + 1"},
            new String[] {"app.pt", "row(n, nullif(chr(65 + m), 'A'))::app.pt"},
            new String[] {"numeric", "n + m / 10.0"},
            new String[] {"numeric", "case n when 0 then 'NaN' when 1 then '-Infinity' else n || '.0' end::numeric"},
            new String[] {
                "float8", "case n when 0 then '-0' when 1 then '0' when 2 then 'NaN' else n * 0.1 + m end::float8"
            },
            new String[] {"uuid", "md5(n || '-' || m)::uuid"},
            new String[] {"inet", "(('10.0.' || n || '.' || m)::inet)"},
            new String[] {"cidr", "(('10.' || n || '.0.0/' || 16 + m)::inet)::cidr"},
            new String[] {"macaddr8", "('08:00:2b:01:02:03:04:0' || n)::macaddr8"},
            new String[] {"int4range", "int4range(n, n + m, case m % 2 when 0 then '[]' else '[)' end)"},
            new String[] {"tstzrange", "tstzrange('2026-01-01Z'::timestamptz + n * interval '1 h', null)"},
            new String[] {"int4multirange", "int4multirange(int4range(n, n + m))"},
            new String[] {"int[]", "array[n, nullif(m, 3), 1]"},
            new String[] {"text[]", "array['a,b' || n, 'NULL', nullif(chr(65 + m), 'B')]"},
            new String[] {"ext.citext[]", "array[chr(65 + n + 32 * (m % 2))]::ext.citext[]"},
            new String[] {"app.pt[]", "array[row(n, 'a \"b\" (' || m)]::app.pt[]"},
            new String[] {"interval", "n * interval '1 day' - m * interval '1 hour'"},
            new String[] {"money", "(n * 1000 + m / 100.0)::numeric::money"},
            new String[] {"bit(4)", "n::bit(4)"},
            new String[] {"bytea", "decode('5c' || lpad(to_hex(n * 16 + m), 2, '0'), 'hex')"},
            new String[] {"bool", "n % 2 = 0"},
            new String[] {"time", "time '23:00' + n * interval '1 m'"},
            new String[] {"timetz", "('12:0' || n || ':00+0' || m % 9)::timetz"},
            new String[] {"tsvector", "('a' || n || ' b')::tsvector"},
            new String[] {"jsonb", "jsonb_build_object('a', n, 'b', '''\\' || m)"},
            new String[] {"bigint", "n * 1000000000000"});

    private static final List<String> PATHS = List.of("", "public", "hostile,pg_catalog", "ext,public,app", "app");

    @BeforeEach
    void types_and_operators_that_are_not_those_of_their_indexes(TestDatabase db) {
        db.execute(
                "create schema ext",
                "create schema app",
                "create schema hostile",
                "create extension citext schema ext",
                "create extension ltree schema ext",
                "create collation app.anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create type app.mood as enum ('so \"sad\", ok', 'happy', 'Happy')",
                "create domain app.code as ext.citext check (value <> '')",
                "create domain app.posint as int check (value > 0)",
                "create type app.pt as (x int, y text)");
        for (String type : List.of("text", "int4", "int8", "numeric", "uuid", "timestamptz", "name")) {
            for (String operator : List.of(">", "<", "=", ">=", "<=")) {
                db.execute(
                        "create or replace function hostile.no(" + type + ", " + type
                                + ") returns bool language sql immutable as 'select false'",
                        "create operator hostile." + operator + " (function = hostile.no, leftarg = " + type
                                + ", rightarg = " + type + ")");
            }
        }
    }

    private static QuerySource query(TestDatabase db, String path, String... cursorColumns) {
        return source(
                withOptions(db, "-c search_path=" + path),
                ValueMode.TEXT,
                ZoneOffset.UTC,
                "SELECT * FROM app.t",
                cursorColumns);
    }

    @Test
    void each_row_comes_once_in_the_order_of_random_columns(TestDatabase db) {
        Seeded.times(12).play("Cursor order", seed -> {
            Random random = Seeded.random(seed);
            List<String[]> chosen = chosen(random);
            String names = randomRows(db, chosen, random);
            List<Object> expected = column(db.query("select id::text from app.t order by " + names), "id");

            String path = PATHS.get(random.nextInt(PATHS.size()));
            QuerySource source = random.nextBoolean()
                    ? query(db, path, names.split(", "))
                    : CopiedSources.of(
                            withOptions(db, "-c search_path=" + path), "SELECT * FROM app.t", names.split(", "));

            assertThat(column(drain(source, 1 + random.nextInt(6), FAR), "id"))
                    .as(
                            "by %s, search path '%s'",
                            chosen.stream().map(type -> type[0]).toList(), path)
                    .isEqualTo(expected);
            source.checkComplete();
        });
    }

    @Test
    void each_row_is_in_just_one_range_of_random_columns(TestDatabase db) {
        Seeded.times(12).play("Ranges", seed -> {
            Random random = Seeded.random(seed);
            List<String[]> chosen = chosen(random);
            String names = randomRows(db, chosen, random);
            List<Object> expected = column(db.query("select id::text from app.t order by " + names), "id");
            QuerySource source = query(db, PATHS.get(random.nextInt(PATHS.size())), names.split(", "));
            int most = 1 + random.nextInt(9);

            List<KeysetCursor> ends =
                    new ArrayList<>(source.ranges().divide(null, FAR, most, 1).cursors());

            assertThat(ends).hasSizeLessThan(most).hasSizeGreaterThanOrEqualTo(Math.min(most, expected.size()) - 1);
            List<Object> read = new ArrayList<>();
            KeysetCursor after = null;
            for (KeysetCursor end : ends) {
                List<Object> range =
                        column(Sources.drain(source.ranges().upTo(end), after, 1 + random.nextInt(6), FAR), "id");
                assertThat(range).isNotEmpty();
                read.addAll(range);
                after = end;
            }
            read.addAll(column(Sources.drain(source, after, 3, FAR), "id"));
            assertThat(read)
                    .as("by %s up to %s", chosen.stream().map(type -> type[0]).toList(), ends)
                    .isEqualTo(expected);
        });
    }

    private static List<String[]> chosen(Random random) {
        List<String[]> types = new ArrayList<>(TYPES);
        Collections.shuffle(types, random);
        return types.subList(0, 1 + random.nextInt(3));
    }

    /** @return the cursor's columns */
    private static String randomRows(TestDatabase db, List<String[]> chosen, Random random) {
        String names = chosen.stream().map(type -> "c" + chosen.indexOf(type)).collect(Collectors.joining(", "));
        db.execute(
                "drop table if exists app.t",
                "create table app.t (id serial, "
                        + chosen.stream()
                                .map(type -> "c" + chosen.indexOf(type) + " " + type[0]
                                        + (random.nextBoolean() ? " not null" : ""))
                                .collect(Collectors.joining(", "))
                        + ")",
                "create unique index on app.t (" + names + ")");
        for (int i = 0; i < 40; i++) {
            db.execute("insert into app.t (" + names + ") select "
                    + chosen.stream().map(type -> type[1]).collect(Collectors.joining(", "))
                    + " from (values (" + random.nextInt(10) + ", " + random.nextInt(10) + ")) v (n, m)"
                    + " on conflict do nothing");
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext.citext", "app.code"})
    void a_citext_column_of_a_hidden_extension_orders_pages_as_its_index_does(String type, TestDatabase db) {
        db.execute(
                "create table app.t (k " + type + " primary key)",
                "insert into app.t values ('a'), ('B'), ('c'), ('D'), ('e'), ('F')");

        assertThat(column(drain(query(db, "", "k"), 2, FAR), "k")).containsExactly("a", "B", "c", "D", "e", "F");
    }

    @Test
    void a_composite_column_orders_pages_with_and_without_nulls_in_it(TestDatabase db) {
        db.execute(
                "create table app.t (k app.pt, id int)",
                "insert into app.t values ('(1,b)', 1), ('(1,)', 2), ('(0,e)', 3), ('(2,a)', 4), ('(,)', 5)");
        QuerySource source = query(db, "public", "k", "id");

        assertThat(column(drain(source, 2, FAR), "id")).containsExactly("3", "1", "2", "4", "5");
        source.checkComplete();
    }

    @Test
    void rows_that_are_equal_only_by_the_types_own_operator_are_ties(TestDatabase db) {
        db.execute("create table app.t (k ext.citext not null)", "insert into app.t values ('a'), ('A'), ('b')");

        assertThatThrownBy(() -> drain(query(db, "", "k"), 1, FAR)).hasMessageContaining("would be lost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "point", "xml"})
    void a_column_of_a_type_without_an_order_is_refused(String type, TestDatabase db) {
        db.execute("create table app.t (k " + type + ")");

        assertThatThrownBy(() -> drain(query(db, "public", "k"), 1, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the cursor column \"k\" is of the type \"pg_catalog\".\"" + type
                        + "\", whose values have no order")
                .hasMessageContaining("Name another in cursorColumns");
    }

    @Test
    void a_column_that_becomes_another_type_is_looked_up_anew(TestDatabase db) {
        db.execute("create table app.t (k ext.citext not null)", "insert into app.t values ('a'), ('B'), ('c')");
        QuerySource source = query(db, "", "k");
        drain(source, 1, FAR);
        db.execute("alter table app.t alter k type ext.ltree using k::text::ext.ltree");

        assertThatThrownBy(() -> drain(source, 1, FAR)).hasMessageContaining("operator does not exist");
        assertThat(column(drain(source, 1, FAR), "k")).containsExactly("B", "a", "c");
    }
}
