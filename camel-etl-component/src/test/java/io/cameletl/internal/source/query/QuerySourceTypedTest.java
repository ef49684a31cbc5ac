package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.asMap;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.typed;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class QuerySourceTypedTest {
    private static Object value(TestDatabase db, String zone, String expression) {
        String query = "SELECT 1 AS id, " + expression + " AS value";
        return asMap(typed(db.withTimeZone(zone), query, "id")
                        .extract(request(null, 1, FAR))
                        .rows()
                        .get(0))
                .get("value");
    }

    private static Object value(TestDatabase db, String expression) {
        return value(db, "Asia/Kolkata", expression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns", "Etc/GMT+12"})
    void an_instant_is_the_same_in_every_session(String zone, TestDatabase db) {
        assertThat(value(db, zone, "timestamptz '2026-01-31 12:00:00.123456+00'"))
                .isEqualTo(Instant.parse("2026-01-31T12:00:00.123456Z"));
        assertThat(value(db, zone, "timestamptz '1850-06-01 00:00:00+00'"))
                .isEqualTo(Instant.parse("1850-06-01T00:00:00Z"));
        assertThat(value(db, zone, "timestamptz '0044-03-15 12:00:00+00 BC'"))
                .isEqualTo(Instant.parse("-0043-03-15T12:00:00Z"));
        assertThat(value(db, zone, "timestamptz '200000-03-15 12:00:00+00'"))
                .isEqualTo(Instant.parse("+200000-03-15T12:00:00Z"));
    }

    @Test
    void times_are_those_of_java_time(TestDatabase db) {
        assertThat(value(db, "timestamp '2026-01-31 12:00:00.5'"))
                .isEqualTo(LocalDateTime.parse("2026-01-31T12:00:00.5"));
        assertThat(value(db, "timestamp '0001-12-31 23:59:59 BC'")).isEqualTo(LocalDateTime.of(0, 12, 31, 23, 59, 59));
        assertThat(value(db, "date '2026-01-31'")).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(value(db, "date '4713-11-24 BC'")).isEqualTo(LocalDate.of(-4712, 11, 24));
        assertThat(value(db, "date '5874897-12-31'")).isEqualTo(LocalDate.of(5_874_897, 12, 31));
        assertThat(value(db, "time '12:00:00.000001'")).isEqualTo(LocalTime.parse("12:00:00.000001"));
        assertThat(value(db, "time '24:00'")).isEqualTo("24:00:00");
        assertThat(value(db, "timetz '12:00-03:30'")).isEqualTo(OffsetTime.parse("12:00-03:30"));
        assertThat(value(db, "timetz '24:00+00'")).isEqualTo("24:00:00+00");
    }

    @Test
    void infinite_times_are_the_drivers(TestDatabase db) {
        assertThat(value(db, "timestamptz 'infinity'")).isEqualTo(OffsetDateTime.MAX);
        assertThat(value(db, "timestamptz '-infinity'")).isEqualTo(OffsetDateTime.MIN);
        assertThat(value(db, "timestamp 'infinity'")).isEqualTo(LocalDateTime.MAX);
        assertThat(value(db, "timestamp '-infinity'")).isEqualTo(LocalDateTime.MIN);
        assertThat(value(db, "date 'infinity'")).isEqualTo(LocalDate.MAX);
        assertThat(value(db, "date '-infinity'")).isEqualTo(LocalDate.MIN);
    }

    @Test
    void numbers_keep_their_digits_and_scale(TestDatabase db) {
        assertThat(value(db, "7::smallint")).isEqualTo(7);
        assertThat(value(db, "7")).isEqualTo(7);
        assertThat(value(db, "9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(value(db, "4294967295::oid")).isEqualTo(4_294_967_295L);
        assertThat(value(db, "1.50::numeric(10,2)")).isEqualTo(new BigDecimal("1.50"));
        assertThat(value(db, "'NaN'::numeric")).isEqualTo(Double.NaN);
        assertThat(value(db, "'-Infinity'::numeric")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(value(db, "0.1::float8 + 0.2::float8")).isEqualTo(0.1 + 0.2);
        assertThat(value(db, "1.1::float4")).isEqualTo(1.1f);
        assertThat(value(db, "'Infinity'::float8")).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void other_types_are_what_a_transform_expects(TestDatabase db) {
        db.execute("create type mood as enum ('sad', 'ok')");
        assertThat(value(db, "true")).isEqualTo(true);
        assertThat(value(db, "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid"))
                .isEqualTo(UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
        assertThat(value(db, "'\\x00ff'::bytea")).isEqualTo(new byte[] {0, (byte) 0xff});
        assertThat(value(db, "'{\"a\": 1.10}'::json")).isEqualTo("{\"a\": 1.10}");
        assertThat(value(db, "'ok'::mood")).isEqualTo("ok");
        assertThat(value(db, "interval '1 day'")).isEqualTo("1 day");
        assertThat(value(db, "B'101'")).isEqualTo("101");
        assertThat(value(db, "NULL::uuid")).isNull();
    }

    @Test
    void arrays_are_lists_of_their_elements_values(TestDatabase db) {
        db.execute("create type mood as enum ('sad', 'ok')");
        assertThat(value(db, "ARRAY[1, NULL, 3]")).isEqualTo(Arrays.asList(1, null, 3));
        assertThat(value(db, "'{}'::int[]")).isEqualTo(List.of());
        assertThat(value(db, "'[0:1]={7,8}'::bigint[]")).isEqualTo(List.of(7L, 8L));
        assertThat(value(db, "ARRAY[ARRAY[1.0, 2], ARRAY[3, 4]]"))
                .isEqualTo(List.of(
                        List.of(new BigDecimal("1.0"), new BigDecimal("2")),
                        List.of(new BigDecimal("3"), new BigDecimal("4"))));
        assertThat(value(db, "ARRAY['a,b', 'NULL', '', '\"\\ }{', NULL]"))
                .isEqualTo(Arrays.asList("a,b", "NULL", "", "\"\\ }{", null));
        assertThat(value(db, "ARRAY[timestamptz '2026-01-31 12:00+00', 'infinity']"))
                .isEqualTo(List.of(Instant.parse("2026-01-31T12:00:00Z"), OffsetDateTime.MAX));
        assertThat(value(db, "ARRAY['ok'::mood]")).isEqualTo(List.of("ok"));
        assertThat(value(db, "ARRAY[box '(2,2),(1,1)', box '(4,4),(3,3)']"))
                .isEqualTo(List.of("(2,2),(1,1)", "(4,4),(3,3)"));
        assertThat(value(db, "ARRAY[true, false]")).isEqualTo(List.of(true, false));
    }

    @Test
    void a_cursor_is_exact_where_java_would_round_it(TestDatabase db) {
        db.execute(
                "create table orders(at time not null, n numeric not null, primary key (at, n))",
                "insert into orders values ('24:00', 1.0000000000000000000000001), ('24:00', 1.0000000000000000000000002),"
                        + " ('23:59:59.999999', 'NaN'), ('23:59:59.999999', 'Infinity')");

        assertThat(drain(typed(db.dataSource(), "SELECT * FROM orders", "at", "n"), 1, FAR))
                .hasSize(4);
    }
}
