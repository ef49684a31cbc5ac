package io.cameletl.internal.postgres.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.postgresql.PGStatement;

/** What is copied in comes out again, in a session of an odd time zone and date style. */
@WithPostgres
class CopyRoundTripTest {
    enum Mood {
        HAPPY
    }

    @BeforeEach
    void odd_types(TestDatabase db) {
        db.execute(
                "create type mood as enum ('HAPPY', 'a \"b\\')",
                "create domain short as varchar(5)",
                "create domain stamp as timestamptz",
                "create domain stamps as stamp[]",
                "alter database " + db.name() + " set datestyle = 'German, DMY'",
                "alter database " + db.name() + " set intervalstyle = 'sql_standard'");
    }

    @Test
    void java_values_arrive_as_the_values_they_are(TestDatabase db) throws Exception {
        arriveEqual(db, javaValues());
    }

    @Test
    void arrays_arrive_as_the_arrays_they_are(TestDatabase db) throws Exception {
        arriveEqual(db, arrays());
    }

    /** @param cases a value, the column's type, and the same value in SQL; one database for all is quicker */
    private static void arriveEqual(TestDatabase db, Stream<Arguments> cases) throws Exception {
        try (Connection connection = db.connect()) {
            for (Arguments each : cases.toList()) {
                Object value = each.get()[0];
                String type = (String) each.get()[1];
                CopyTable table = new CopyTable(connection, type).copy(Arrays.asList(value, null));
                String same = "v::text is not distinct from (" + each.get()[2] + ")::" + type + "::text";
                assertThat(table.read(same, Boolean.class))
                        .as("%s in a column of type %s is %s", value, type, table.texts())
                        .containsExactly(true, false);
            }
        }
    }

    private static Stream<Arguments> javaValues() throws Exception {
        return Stream.of(
                arguments("", "text", "''"),
                arguments("\\.", "text", "E'\\\\.'"),
                arguments("\\N", "text", "E'\\\\N'"),
                arguments('x', "char(3)", "'x'"),
                arguments(Mood.HAPPY, "mood", "'HAPPY'::mood"),
                arguments("a \"b\\", "mood", "E'a \"b\\\\'::mood"),
                arguments("short", "short", "'short'"),
                arguments(true, "boolean", "true"),
                arguments(false, "text", "'false'"),
                arguments((short) -5, "smallint", "-5"),
                arguments(Integer.MIN_VALUE, "int", "-2147483648"),
                arguments(Long.MAX_VALUE, "bigint", "9223372036854775807"),
                arguments(Long.MIN_VALUE, "bigint", "'-9223372036854775808'::bigint"),
                arguments(new BigDecimal("1E-20"), "numeric", "0.00000000000000000001"),
                arguments(Double.NaN, "numeric", "'NaN'"),
                arguments(Double.NEGATIVE_INFINITY, "numeric", "'-Infinity'"),
                arguments(Double.MIN_VALUE, "float8", "'4.9e-324'::float8"),
                arguments(Float.MAX_VALUE, "real", "'3.4028235e38'::real"),
                arguments(new UUID(1, 2), "uuid", "'00000000-0000-0001-0000-000000000002'"),
                arguments(new byte[] {0, 1, '\\', '\n', -1}, "bytea", "'\\x00015c0aff'::bytea"),
                arguments(InetAddress.getByName("2001:db8::1"), "inet", "'2001:db8::1'"),
                arguments("[2026-01-01,2026-02-01)", "daterange", "daterange('2026-01-01', '2026-02-01')"),
                arguments(Duration.ofMillis(-500), "interval", "make_interval(secs => -0.5)"),
                arguments(
                        Duration.ofMillis(-90_061_500),
                        "interval",
                        "make_interval(hours => -25, mins => -1, secs => -1.5)"),
                arguments(Period.of(1, -2, 3), "interval", "make_interval(years => 1, months => -2, days => 3)"),
                arguments(Map.of("a", List.of("b\t\"\\")), "jsonb", "jsonb_build_object('a', array[E'b\\t\"\\\\'])"),
                arguments(12, "jsonb", "to_jsonb(12)"),
                arguments(
                        OffsetDateTime.parse("2026-03-02T01:02:03.456789999+05:30"),
                        "timestamptz",
                        "timestamptz '2026-03-01 19:32:03.456789+00'"),
                arguments(
                        OffsetDateTime.parse("2026-03-02T01:02:03Z"), "stamp", "timestamptz '2026-03-02 01:02:03+00'"),
                arguments(
                        OffsetDateTime.parse("+294276-12-31T23:59:59.999999Z"),
                        "timestamptz",
                        "timestamptz '294276-12-31 23:59:59.999999+00'"),
                arguments(
                        OffsetDateTime.parse("-4712-01-01T00:00:00Z"),
                        "timestamptz",
                        "timestamptz '4713-01-01 00:00:00+00 BC'"),
                arguments(OffsetDateTime.MAX, "timestamptz", "'infinity'"),
                arguments(LocalDateTime.MIN, "timestamp", "'-infinity'"),
                arguments(
                        LocalDateTime.parse("-0043-03-15T12:00:00"), "timestamp", "timestamp '0044-03-15 12:00:00 BC'"),
                arguments(LocalDate.of(2026, 2, 1), "date", "make_date(2026, 2, 1)"),
                arguments(LocalDate.of(5874897, 12, 31), "date", "make_date(5874897, 12, 31)"),
                arguments(LocalDate.of(-4712, 1, 1), "date", "make_date(-4713, 1, 1)"),
                arguments(LocalTime.MAX, "time", "time '24:00:00'"),
                arguments(
                        OffsetTime.of(1, 2, 3, 4000, ZoneOffset.ofHours(-7)), "timetz", "timetz '01:02:03.000004-07'"));
    }

    private static Stream<Arguments> arrays() {
        return Stream.of(
                arguments(List.of(), "int[]", "array[]::int[]"),
                arguments(List.of(List.of(), List.of()), "int[]", "array[]::int[]"),
                arguments(new int[][] {{1, 2}, {3, 4}}, "int[]", "array[[1,2],[3,4]]"),
                arguments(
                        Arrays.asList("", null, "null", "a,b", "{}", "\"", "\\", "\t\n", "é😀"),
                        "text[]",
                        "array['', null, 'null', 'a,b', '{}', '\"', E'\\\\', E'\\t\\n', 'é😀']"),
                arguments(Set.of(Mood.HAPPY), "mood[]", "array['HAPPY'::mood]"),
                arguments(List.of("short"), "short[]", "array['short']::short[]"),
                arguments(
                        List.of(OffsetDateTime.parse("2026-03-02T01:02:03Z"), OffsetDateTime.MAX),
                        "stamps",
                        "array[timestamptz '2026-03-02 01:02:03+00', 'infinity']"),
                arguments(List.of(LocalDate.of(0, 1, 1)), "date[]", "array[make_date(-1, 1, 1)]"),
                arguments(List.of(new byte[] {1}, new byte[0]), "bytea[]", "array['\\x01'::bytea, '']"),
                arguments(List.of(Map.of("a", 1), List.of(1), 2), "jsonb[]", "array['{\"a\": 1}'::jsonb, '[1]', '2']"),
                arguments(new double[] {1.5, Double.NaN}, "float8[]", "array[1.5, 'NaN']::float8[]"),
                arguments(new boolean[] {true, false}, "boolean[]", "array[true, false]"),
                arguments(List.of(new BigDecimal("1.50")), "numeric[]", "array[1.50]"),
                arguments(List.of(new UUID(0, 1)), "uuid[]", "array['00000000-0000-0000-0000-000000000001'::uuid]"),
                arguments(List.of(Duration.ofHours(1)), "interval[]", "array[interval '1 hour']"));
    }

    @Test
    void what_postgresql_prints_it_reads_again(TestDatabase db) throws Exception {
        try (Connection connection = db.connect()) {
            for (Arguments each : printed().toList()) {
                String type = (String) each.get()[0];
                String printed = "(" + each.get()[1] + ")::" + type + "::text";
                CopyTable table = new CopyTable(connection, type).copy(List.of(db.<String>value("select " + printed)));
                assertThat(table.read("v::text = " + printed, Boolean.class))
                        .as(printed)
                        .containsExactly(true);
            }
        }
    }

    private static Stream<Arguments> printed() {
        return Stream.of(
                arguments("text[]", "array['a\"', null, E'\\\\', '']"),
                arguments("jsonb", "'{\"a\": \"b\\n\"}'"),
                arguments("json", "'{\"a\":   \"\\u0000\"}'"),
                arguments("bytea", "'\\x5c0a09'"),
                arguments("interval", "'1 year -2 days 03:04:05.6'"),
                arguments("timestamptz", "'0044-03-15 12:00:00+00 BC'"),
                arguments("box[]", "array[box '(1,1),(0,0)', box '(2,2),(1,1)']"),
                arguments("int4range", "'[1,5)'"),
                arguments("bit(3)", "'101'"),
                arguments("xml", "'<a>\t</a>'"),
                arguments("money", "'12.34'"),
                arguments("tsvector", "to_tsvector('english', 'a fat cat')"));
    }

    @Test
    void what_pgjdbc_reads_arrives_as_it_was(TestDatabase db) throws Exception {
        // In New York, where these tests run, 02:30 on 8 March does not exist and 01:30 on 1 November comes twice.
        String values = "(values ('infinity'::timestamptz), ('-infinity'), ('0001-01-01 00:00:00+00'),"
                + " ('2026-11-01 05:30:00+00'), ('2026-11-01 06:30:00.123456+00'), ('1850-06-01 12:00:00+00')) t (v)";
        roundTrip(db, "timestamptz", values);
        roundTrip(db, "timestamp", values.replace("timestamptz", "timestamp").replace("+00", ""));
        roundTrip(db, "date", "(values ('infinity'::date), ('0001-01-01'), ('0044-03-15 BC'), ('2026-03-08')) t (v)");
        roundTrip(db, "time", "(values ('23:59:59'::time), ('00:00:00.123')) t (v)");
        roundTrip(db, "timetz", "(values ('10:00:00+00'::timetz)) t (v)");
        roundTrip(db, "jsonb", "(values ('{\"a\": [1]}'::jsonb)) t (v)");
        roundTrip(db, "text[]", "(values (array['a\"', null])) t (v)");
        roundTrip(db, "timestamptz[]", "(values (array['2026-11-01 05:30:00+00'::timestamptz, 'infinity'])) t (v)");
        roundTrip(db, "xml", "(values ('<a/>'::xml)) t (v)");
        roundTrip(db, "interval", "(values ('1 mon 2 days -03:04:05.6'::interval)) t (v)");
        roundTrip(db, "numeric", "(values (1.50), ('NaN'), ('Infinity')) t (v)");
    }

    /** Reads with {@code getObject}, as camel-sql and most sources do. */
    private static void roundTrip(TestDatabase db, String type, String from) throws Exception {
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            // pgjdbc reads intervals in this style only.
            statement.execute("set intervalstyle = postgres");
            statement.execute("create temp table original as select row_number() over () as n, v from " + from);
            List<Object> values = new ArrayList<>();
            List<String> texts = new ArrayList<>();
            ResultSet rows = statement.executeQuery("select v, v::text from pg_temp.original order by n");
            while (rows.next()) {
                values.add(rows.getObject(1));
                texts.add(rows.getString(2));
            }
            assertThat(new CopyTable(connection, type).copy(values).texts()).isEqualTo(texts);
        }
    }

    @Test
    void local_times_that_this_zone_skips_survive_in_java_time(TestDatabase db) throws Exception {
        LocalDateTime skipped = LocalDateTime.parse("2026-03-08T02:30:00");
        try (Connection connection = db.connect()) {
            assertThat(new CopyTable(connection, "timestamp")
                            .copy(List.of(skipped))
                            .read("v", LocalDateTime.class))
                    .containsExactly(skipped);
        }
    }

    @Test
    void pgjdbcs_infinite_dates_are_infinite(TestDatabase db) throws Exception {
        List<Object> values = List.of(
                new java.util.Date(PGStatement.DATE_POSITIVE_INFINITY),
                new java.sql.Timestamp(PGStatement.DATE_NEGATIVE_INFINITY));
        try (Connection connection = db.connect()) {
            assertThat(new CopyTable(connection, "timestamptz").copy(values).texts())
                    .containsExactly("infinity", "-infinity");
        }
    }
}
