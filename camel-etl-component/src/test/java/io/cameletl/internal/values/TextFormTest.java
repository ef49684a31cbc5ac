package io.cameletl.internal.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cameletl.internal.values.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGStatement;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

class TextFormTest {
    private static final ColumnType TIMESTAMPTZ = type(Kind.TIMESTAMPTZ);
    private static final ColumnType TIMESTAMP = type(Kind.TIMESTAMP);
    private static final ColumnType DATE = type(Kind.DATE);
    private static final ColumnType TIME = type(Kind.TIME);
    private static final ColumnType TIMETZ = type(Kind.TIMETZ);
    private static final ColumnType BYTEA = type(Kind.BYTEA);
    private static final ColumnType JSON = type(Kind.JSON);
    private static final ColumnType OTHERS = ColumnType.arrayOf(ColumnType.OTHER, ',');

    enum Color {
        RED {
            @Override
            public String toString() {
                return "a red";
            }
        }
    }

    record Point(int x, BigDecimal y) {}

    @ParameterizedTest
    @MethodSource({"scalars", "temporals", "oldTemporals", "infinities", "arrays", "json"})
    void a_value_has_one_form_in_a_column(Object value, ColumnType type, String expected) throws Exception {
        assertThat(TextForm.of(value, type)).isEqualTo(expected);
    }

    static Stream<Arguments> scalars() throws UnknownHostException {
        return Stream.of(
                arguments(new StringBuilder("text"), ColumnType.OTHER, "text"),
                arguments('c', ColumnType.OTHER, "c"),
                arguments(Color.RED, ColumnType.OTHER, "RED"),
                arguments(true, ColumnType.BOOLEAN, "true"),
                arguments((byte) -1, ColumnType.OTHER, "-1"),
                arguments(new AtomicInteger(5), ColumnType.OTHER, "5"),
                arguments(
                        new BigInteger("123456789012345678901234567890"),
                        ColumnType.OTHER,
                        "123456789012345678901234567890"),
                arguments(new BigDecimal("1E+3"), ColumnType.OTHER, "1000"),
                arguments(new BigDecimal("1.500"), ColumnType.OTHER, "1.500"),
                arguments(new BigDecimal("1E+1000000000"), ColumnType.OTHER, "1E+1000000000"),
                arguments(1.5e300, ColumnType.OTHER, "1.5E300"),
                arguments(Double.NaN, ColumnType.OTHER, "NaN"),
                arguments(Float.NEGATIVE_INFINITY, ColumnType.OTHER, "-Infinity"),
                arguments(new UUID(1, 2), ColumnType.OTHER, "00000000-0000-0001-0000-000000000002"),
                arguments(new byte[] {0, (byte) 0xFF}, BYTEA, "\\x00ff"),
                arguments(ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2), BYTEA, "\\x0203"),
                arguments(Duration.ofSeconds(-1, 999_999_999), ColumnType.OTHER, "PT0S"),
                arguments(Duration.ofSeconds(90_061, 123_456_789), ColumnType.OTHER, "PT25H1M1.123456S"),
                arguments(Period.of(1, -2, 3), ColumnType.OTHER, "P1Y-2M3D"),
                arguments(InetAddress.getByName("192.0.2.1"), ColumnType.OTHER, "192.0.2.1"),
                arguments(Optional.of(Optional.of(1)), ColumnType.OTHER, "1"),
                arguments(Optional.empty(), ColumnType.OTHER, null),
                arguments(new PGobject(), ColumnType.OTHER, null),
                arguments(new PGInterval(0, 0, 1, 2, 3, 4.5), ColumnType.OTHER, "1 days 2 hours 3 mins 4.5 secs"));
    }

    static Stream<Arguments> temporals() {
        Instant instant = Instant.parse("2026-03-29T01:30:00.123456999Z");
        OffsetDateTime offset = instant.atOffset(ZoneOffset.ofHours(2));
        LocalDateTime local = LocalDateTime.parse("2026-03-08T02:30:00.000001");
        return Stream.of(
                arguments(instant, TIMESTAMPTZ, "2026-03-29 01:30:00.123456+00"),
                arguments(instant, TIMESTAMP, "2026-03-29 01:30:00.123456"),
                arguments(instant, ColumnType.OTHER, "2026-03-29 01:30:00.123456+00"),
                arguments(offset, TIMESTAMPTZ, "2026-03-29 01:30:00.123456+00"),
                arguments(offset, TIMESTAMP, "2026-03-29 01:30:00.123456"),
                arguments(offset, TIMETZ, "03:30:00.123456+02:00"),
                arguments(instant.atZone(ZoneId.of("Asia/Kolkata")), TIMESTAMPTZ, "2026-03-29 01:30:00.123456+00"),
                arguments(local, TIMESTAMP, "2026-03-08 02:30:00.000001"),
                arguments(local, TIMESTAMPTZ, "2026-03-08 02:30:00.000001+00"),
                arguments(local, DATE, "2026-03-08"),
                arguments(local, TIME, "02:30:00.000001"),
                arguments(LocalDate.of(-43, 3, 15), DATE, "0044-03-15 BC"),
                arguments(LocalDate.of(0, 1, 1), TIMESTAMPTZ, "0001-01-01 00:00:00+00 BC"),
                arguments(LocalDate.of(20000, 1, 1), DATE, "20000-01-01"),
                arguments(LocalDate.of(33, 1, 1), TIMESTAMP, "0033-01-01 00:00:00"),
                arguments(Instant.parse("-0043-03-15T12:00:00Z"), TIMESTAMPTZ, "0044-03-15 12:00:00+00 BC"),
                arguments(LocalTime.of(1, 2, 3, 4000), TIME, "01:02:03.000004"),
                arguments(LocalTime.of(1, 2), TIMETZ, "01:02:00+00"),
                arguments(LocalTime.MAX, TIME, "24:00:00"),
                arguments(OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHoursMinutes(-3, -30)), TIMETZ, "01:02:03-03:30"),
                arguments(OffsetTime.of(1, 2, 3, 0, ZoneOffset.UTC), TIMETZ, "01:02:03+00"));
    }

    static Stream<Arguments> oldTemporals() {
        java.sql.Timestamp local = java.sql.Timestamp.valueOf("2026-11-01 01:30:00.123456789");
        Instant instant = Instant.parse("2026-07-01T00:30:00.5Z");
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"));
        calendar.setTimeInMillis(instant.toEpochMilli());
        return Stream.of(
                arguments(local, TIMESTAMP, "2026-11-01 01:30:00.123456"),
                arguments(local, ColumnType.OTHER, "2026-11-01 01:30:00.123456"),
                arguments(local, DATE, "2026-11-01"),
                arguments(java.sql.Timestamp.valueOf("0001-01-01 00:00:00"), TIMESTAMP, "0001-01-01 00:00:00"),
                arguments(java.sql.Timestamp.valueOf("1850-01-01 00:00:00"), TIMESTAMP, "1850-01-01 00:00:00"),
                arguments(java.sql.Timestamp.from(instant), TIMESTAMPTZ, "2026-07-01 00:30:00.500000+00"),
                arguments(Date.from(instant), TIMESTAMPTZ, "2026-07-01 00:30:00.500000+00"),
                arguments(Date.from(instant), TIMESTAMP, "2026-07-01 00:30:00.500000"),
                arguments(calendar, TIMESTAMPTZ, "2026-07-01 00:30:00.500000+00"),
                arguments(java.sql.Date.valueOf("2026-07-01"), DATE, "2026-07-01"),
                arguments(java.sql.Date.valueOf("0001-01-01"), DATE, "0001-01-01"),
                arguments(java.sql.Date.valueOf("2026-07-01"), TIMESTAMPTZ, "2026-07-01 00:00:00+00"),
                arguments(java.sql.Time.valueOf("23:59:58"), TIME, "23:59:58"),
                arguments(new java.sql.Time(1500), TIMETZ, "00:00:01.500000+00"));
    }

    static Stream<Arguments> infinities() {
        return Stream.of(
                arguments(OffsetDateTime.MAX, TIMESTAMPTZ, "infinity"),
                arguments(OffsetDateTime.MIN, TIMESTAMPTZ, "-infinity"),
                arguments(LocalDateTime.MAX, TIMESTAMP, "infinity"),
                arguments(LocalDateTime.MIN, TIMESTAMP, "-infinity"),
                arguments(LocalDate.MAX, DATE, "infinity"),
                arguments(LocalDate.MIN, DATE, "-infinity"),
                arguments(Instant.MAX, TIMESTAMPTZ, "infinity"),
                arguments(new java.sql.Timestamp(PGStatement.DATE_POSITIVE_INFINITY), TIMESTAMPTZ, "infinity"),
                arguments(new java.sql.Date(PGStatement.DATE_NEGATIVE_INFINITY), DATE, "-infinity"),
                arguments(new Date(PGStatement.DATE_NEGATIVE_SMALLER_INFINITY), TIMESTAMP, "-infinity"));
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                arguments(List.of(), OTHERS, "{}"),
                arguments(List.of(List.of(), List.of()), OTHERS, "{}"),
                arguments(
                        Arrays.asList("a b", null, "NULL", "", "\"\\,{}"),
                        OTHERS,
                        "{\"a b\",NULL,\"NULL\",\"\",\"\\\"\\\\,{}\"}"),
                arguments(new int[] {1, -2}, OTHERS, "{1,-2}"),
                arguments(new Integer[][] {{1, null}, {3, 4}}, OTHERS, "{{1,NULL},{3,4}}"),
                arguments(List.of(List.of(List.of(true))), OTHERS, "{{{true}}}"),
                arguments(List.of(Instant.EPOCH), ColumnType.arrayOf(TIMESTAMPTZ, ','), "{\"1970-01-01 00:00:00+00\"}"),
                arguments(List.of(new byte[] {1}), ColumnType.arrayOf(BYTEA, ','), "{\"\\\\x01\"}"),
                arguments(
                        List.of(List.of(1, 2), Map.of("a", "b")),
                        ColumnType.arrayOf(ColumnType.JSONB, ','),
                        "{\"[1,2]\",\"{\\\"a\\\":\\\"b\\\"}\"}"),
                arguments(
                        List.of("(1,1),(0,0)", "(2,2),(1,1)"),
                        ColumnType.arrayOf(ColumnType.OTHER, ';'),
                        "{\"(1,1),(0,0)\";\"(2,2),(1,1)\"}"),
                arguments("{already,one}", OTHERS, "{already,one}"));
    }

    static Stream<Arguments> json() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", Instant.EPOCH);
        map.put("n", null);
        map.put("p", new Point(1, new BigDecimal("2.50")));
        return Stream.of(
                arguments(
                        map,
                        ColumnType.JSONB,
                        "{\"at\":\"1970-01-01T00:00:00Z\",\"n\":null,\"p\":{\"x\":1,\"y\":2.50}}"),
                arguments("{\"a\": 1}", ColumnType.JSONB, "{\"a\": 1}"),
                arguments(true, JSON, "true"),
                arguments(Color.RED, JSON, "\"RED\""),
                arguments(new int[] {1, 2}, JSON, "[1,2]"),
                arguments("\"\\u0000\"", JSON, "\"\\u0000\""),
                arguments("\"\\\\u0000\"", ColumnType.JSONB, "\"\\\\u0000\""));
    }

    @Test
    void jsonb_cannot_hold_a_nul() {
        refuses(Map.of("a", "x\0"), ColumnType.JSONB, "cannot hold the character U+0000");
        refuses("\"\\\\\\u0000\"", ColumnType.JSONB, "cannot hold the character U+0000");
    }

    @Test
    void a_value_without_a_form_is_refused() {
        refuses(Map.of(), ColumnType.OTHER, "has no form in a column of this type");
        refuses(List.of(), ColumnType.OTHER, "has no form in a column of this type");
        refuses(new byte[0], ColumnType.OTHER, "a [B has no form");
        refuses(new Point(1, BigDecimal.ONE), TIMESTAMPTZ, "has no form in a column of type timestamptz");
        refuses(LocalTime.NOON, TIMESTAMPTZ, "only a time");
        refuses(new java.sql.Time(0), DATE, "only a time");
        refuses(LocalDate.EPOCH, TIME, "only a date");
        refuses(Instant.MAX.minusNanos(1), TIMESTAMPTZ, "out of range");
    }

    @Test
    void one_bit_is_a_boolean_to_the_driver() throws UnsuitableValueException {
        assertThat(TextForm.of(true, type(Kind.BIT))).isEqualTo("1");
        assertThat(TextForm.of(false, type(Kind.BIT))).isEqualTo("0");
        assertThat(TextForm.of(List.of(true, false), ColumnType.arrayOf(type(Kind.BIT), ',')))
                .isEqualTo("{1,0}");
    }

    @Test
    void a_floating_point_number_is_an_amount_of_money_as_far_as_it_is_exact() throws UnsuitableValueException {
        ColumnType money = type(Kind.MONEY);
        assertThat(TextForm.of(12_345_678_901.25, money)).isEqualTo("12345678901.25");
        assertThat(TextForm.of(new BigDecimal("92233720368547758.07"), money)).isEqualTo("92233720368547758.07");
        refuses(92_233_720_368_547_758.07, money, "CAST(c AS numeric)");
        refuses(Double.NaN, money, "NaN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-2:0]={1,NULL,3}", "[0:1][3:3]={{1},{2}}", "{1,2}", "{}"})
    void an_array_keeps_its_bounds_on_its_way_through_java(String array) throws Exception {
        Object list = Objects.requireNonNull(ValueReader.ofJava("_int4", true)).read(array);

        assertThat(TextForm.of(list, ColumnType.arrayOf(ColumnType.OTHER, ','))).isEqualTo(array);
        assertThat(TextForm.of(new ArrayList<>((List<?>) list), ColumnType.arrayOf(ColumnType.OTHER, ',')))
                .isEqualTo(array.replaceAll(".*=", ""));
    }

    @Test
    void rows_of_an_array_must_be_of_one_length() {
        refuses(List.of(List.of(1), List.of(1, 2)), OTHERS, "must all be of one length");
        refuses(List.of(1, List.of(1)), OTHERS, "must all be of one length");
        refuses(Arrays.asList(List.of(1), null), OTHERS, "must all be of one length");
    }

    private static void refuses(Object value, ColumnType type, String part) {
        assertThatExceptionOfType(UnsuitableValueException.class)
                .isThrownBy(() -> TextForm.of(value, type))
                .withMessageContaining(part);
    }

    private static ColumnType type(Kind kind) {
        return new ColumnType(kind, null, ',');
    }
}
