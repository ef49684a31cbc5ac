package io.cameletl.internal.source.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.TimestampCursor;
import java.math.BigDecimal;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRowsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
    private static final ChangeTimes INSTANTS = new ChangeTimes("orders", null);
    private static final ChangeTimes IN_INDIA = new ChangeTimes("orders", ZoneId.of("Asia/Kolkata"));
    private static final List<String> COLUMNS = List.of("updated_at", "id");

    record Version(Instant updatedAt, long rowId) {}

    record Place(LocalDate day, UUID key, BigDecimal amount) {}

    private static Map<String, Object> row(Object at, Object id) {
        Map<String, Object> row = new HashMap<>();
        row.put("updated_at", at);
        row.put("id", id);
        return row;
    }

    private static ExtractResponse<TimestampCursor> page(List<?> rows, TimestampCursor after, int first) {
        return page(rows, after, first, INSTANTS);
    }

    private static ExtractResponse<TimestampCursor> page(
            List<?> rows, TimestampCursor after, int first, ChangeTimes times) {
        return new EndpointRows<>("orders", COLUMNS, TimestampCursor.class, times)
                .page(rows, new ExtractRequest<>("orders", after, first, ExtractRequest.BEGINNING, END));
    }

    private static void assertRefused(List<?> rows, TimestampCursor after, int first, String... reasons) {
        assertThatThrownBy(() -> page(rows, after, first))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": ")
                .hasMessageContainingAll(reasons);
    }

    @ParameterizedTest
    @MethodSource("days")
    void a_day_comes_only_once_it_is_over_where_its_clocks_are(Object over, Object today) {
        assertThat(page(List.of(row(over, 1)), TimestampCursor.BEGINNING, 2, IN_INDIA)
                        .endCursor())
                .isEqualTo(new TimestampCursor(Instant.parse("2026-01-30T18:30:00Z"), "1"));

        assertThatThrownBy(() -> page(List.of(row(over, 1), row(today, 2)), TimestampCursor.BEGINNING, 2, IN_INDIA))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll(
                        "row 2", "the day 2026-02-01", "not over", "updated_at < CAST(:#beforeAt AS date)");
    }

    static Stream<Object[]> days() {
        LocalDate over = LocalDate.of(2026, 1, 31);
        return Stream.of(
                new Object[] {over, over.plusDays(1)},
                new Object[] {java.sql.Date.valueOf(over), java.sql.Date.valueOf(over.plusDays(1))},
                new Object[] {"2026-01-31", "2026-02-01"});
    }

    @Test
    void the_row_too_many_tells_of_a_next_page_and_is_left_out() {
        List<Map<String, Object>> rows = List.of(row(NOON, 1), row(NOON, 2), row(NOON, 3));

        assertThat(page(rows, TimestampCursor.BEGINNING, 2))
                .isEqualTo(new ExtractResponse<>(rows.subList(0, 2), new TimestampCursor(NOON, "2"), true));
        assertThat(page(rows, TimestampCursor.BEGINNING, 3))
                .isEqualTo(new ExtractResponse<>(rows, new TimestampCursor(NOON, "3"), false));
        assertThat(page(List.of(), TimestampCursor.BEGINNING, 3)).isEqualTo(ExtractResponse.drained());
    }

    static Stream<Object> instants() {
        return Stream.of(
                NOON,
                Timestamp.from(NOON),
                OffsetDateTime.ofInstant(NOON, ZoneOffset.ofHours(-3)),
                NOON.atZone(ZoneId.of("Asia/Tokyo")),
                "2026-01-31T12:00:00.123456Z",
                "2026-01-31T17:30:00.123456+05:30",
                "2026-01-31 12:00:00.123456+00");
    }

    static Stream<Object> wallTimes() {
        return Stream.of(
                LocalDateTime.ofInstant(NOON, ZoneId.of("Asia/Kolkata")),
                "2026-01-31T17:30:00.123456",
                "2026-01-31 17:30:00.123456");
    }

    @ParameterizedTest
    @MethodSource("instants")
    void an_instant_may_be_of_any_type(Object at) {
        assertThat(page(List.of(row(at, "x")), TimestampCursor.BEGINNING, 1).endCursor())
                .isEqualTo(new TimestampCursor(NOON, "x"));
    }

    @ParameterizedTest
    @MethodSource("wallTimes")
    void a_wall_time_is_of_the_zone(Object at) {
        assertThat(page(List.of(row(at, "x")), TimestampCursor.BEGINNING, 1, IN_INDIA)
                        .endCursor())
                .isEqualTo(new TimestampCursor(NOON, "x"));
    }

    @ParameterizedTest
    @MethodSource("wallTimes")
    void a_wall_time_without_its_zone_is_refused(Object at) {
        assertRefused(List.of(row(at, 1)), TimestampCursor.BEGINNING, 5, "\"updated_at\"", "sourceTimeZone=UTC");
    }

    @ParameterizedTest
    @MethodSource("instants")
    void an_instant_where_wall_times_are_bound_is_refused(Object at) {
        assertThatThrownBy(() -> page(List.of(row(at, 1)), TimestampCursor.BEGINNING, 5, IN_INDIA))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("\"updated_at\"", "sourceTimeZone=Asia/Kolkata");
    }

    @Test
    void a_wall_time_that_the_zone_skips_is_refused() {
        ChangeTimes newYork = new ChangeTimes("orders", ZoneId.of("America/New_York"));

        assertThatThrownBy(() -> page(List.of(row("2026-03-08 02:30:00", 1)), TimestampCursor.BEGINNING, 5, newYork))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("2026-03-08 02:30:00", "never show", "America/New_York");
    }

    @Test
    void an_id_of_bytes_is_refused() {
        assertRefused(List.of(row(NOON, new byte[16])), TimestampCursor.BEGINNING, 5, "\"id\"", "byte[]", "HEX(id)");
    }

    @Test
    void a_date_is_its_midnight_in_the_zone() {
        for (Object day : new Object[] {java.sql.Date.valueOf("2026-01-31"), LocalDate.of(2026, 1, 31), "2026-01-31"}) {
            assertThat(page(List.of(row(day, 1)), TimestampCursor.BEGINNING, 1, IN_INDIA)
                            .endCursor())
                    .isEqualTo(new TimestampCursor(Instant.parse("2026-01-30T18:30:00Z"), "1"));
        }
        assertThat(page(List.of(row(new java.util.Date(NOON.toEpochMilli()), 1)), TimestampCursor.BEGINNING, 1)
                        .endCursor())
                .isEqualTo(new TimestampCursor(Instant.parse("2026-01-31T12:00:00.123Z"), "1"));
    }

    @Test
    void a_column_in_another_case_will_do() {
        assertThat(page(List.of(Map.of("UPDATED_AT", NOON, "Id", 7)), TimestampCursor.BEGINNING, 1)
                        .endCursor())
                .isEqualTo(new TimestampCursor(NOON, "7"));
    }

    @Test
    void a_cursor_of_the_users_own_type_is_made_by_names_or_in_order() {
        EndpointRows<Version> byName =
                new EndpointRows<>("orders", List.of("row_id", "updated_at"), Version.class, INSTANTS);
        EndpointRows<Place> inOrder = new EndpointRows<>("orders", List.of("d", "k", "price"), Place.class, INSTANTS);
        UUID key = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");

        assertThat(byName.page(
                                List.of(Map.of("row_id", 7, "updated_at", Timestamp.from(NOON))),
                                new ExtractRequest<>("orders", null, 1, ExtractRequest.BEGINNING, END))
                        .endCursor())
                .isEqualTo(new Version(NOON, 7));
        assertThat(inOrder.page(
                                List.of(Map.of(
                                        "d",
                                        java.sql.Date.valueOf("2026-01-31"),
                                        "k",
                                        key,
                                        "price",
                                        new BigDecimal("1.10"))),
                                new ExtractRequest<>("orders", null, 1, ExtractRequest.BEGINNING, END))
                        .endCursor())
                .isEqualTo(new Place(LocalDate.of(2026, 1, 31), key, new BigDecimal("1.10")));
    }

    @Test
    void a_value_that_does_not_fit_the_users_type_is_refused() {
        EndpointRows<Version> rows =
                new EndpointRows<>("orders", List.of("updated_at", "row_id"), Version.class, INSTANTS);

        assertThatThrownBy(() -> rows.page(
                        List.of(Map.of("row_id", "seven", "updated_at", NOON)),
                        new ExtractRequest<>("orders", null, 1, ExtractRequest.BEGINNING, END)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("seven")
                .hasMessageContaining(Version.class.getName());
    }

    @Test
    void a_timestamp_cursor_is_of_two_columns() {
        assertThatThrownBy(() -> new EndpointRows<>("orders", List.of("at"), TimestampCursor.class, INSTANTS))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("must name two columns");
    }

    @Test
    void a_missing_or_null_cursor_column_is_named_with_its_row() {
        assertRefused(
                List.of(row(NOON, 1), Map.of("updated_at", NOON)),
                TimestampCursor.BEGINNING,
                5,
                "row 2",
                "no cursor column \"id\"",
                "[updated_at]");
        assertRefused(List.of(row(null, 1)), TimestampCursor.BEGINNING, 5, "row 1", "NULL", "\"updated_at\"");
        assertRefused(List.of("text"), TimestampCursor.BEGINNING, 5, "row 1", "java.lang.String", "list of maps");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "12:00", "2026-13-01T00:00:00Z", "infinity", "a b"})
    void a_text_that_is_no_time_is_refused(String at) {
        assertRefused(List.of(row(at, 1)), TimestampCursor.BEGINNING, 5, "\"updated_at\"", "no time", at);
    }

    @Test
    void rows_out_of_order_are_refused() {
        assertRefused(
                List.of(row(NOON, 1), row(NOON.minusNanos(1000), 2)),
                TimestampCursor.BEGINNING,
                5,
                "row 2",
                "earlier than the row before it",
                "ordered by");
    }

    @Test
    void rows_outside_the_window_and_before_the_cursor_are_refused() {
        assertRefused(List.of(row(END, 1)), TimestampCursor.BEGINNING, 5, "row 1", "CamelEtlBeforeAt");
        assertRefused(
                List.of(row(NOON, 1)), new TimestampCursor(NOON.plusNanos(1000), "1"), 5, "row 1", "CamelEtlAfterAt");
        assertRefused(List.of(row(NOON, 1)), new TimestampCursor(NOON, "1"), 5, "the row of the cursor");
        assertThat(page(List.of(row(NOON, 2)), new TimestampCursor(NOON, "1"), 5)
                        .endCursor())
                .isEqualTo(new TimestampCursor(NOON, "2"));
    }

    @Test
    void rows_that_the_cursor_cannot_tell_apart_are_refused_only_where_a_page_ends() {
        List<Map<String, Object>> rows = List.of(row(NOON, 1), row(NOON, 1), row(NOON, 2));

        assertRefused(rows, TimestampCursor.BEGINNING, 1, "row 1 of", "would be lost");
        assertThat(page(rows, TimestampCursor.BEGINNING, 2).hasNextPage()).isTrue();
    }

    @Test
    void a_time_that_has_lost_its_microseconds_is_refused_in_any_column_and_row() {
        Map<String, Object> row = row(NOON, 2);
        row.put("opens", new Time(0));

        assertRefused(
                List.of(row(NOON, 1), row),
                null,
                2,
                "row 2 of the source's answer has a java.sql.Time in the column \"opens\"",
                "CAST(opens AS text)");
    }
}
