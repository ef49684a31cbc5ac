package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.column;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.source;
import static io.cameletl.internal.source.support.Sources.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.internal.source.support.Sources;
import io.cameletl.support.DefaultLocale;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class QuerySourceWindowTest {
    private static final String ORDERS = "SELECT * FROM orders";
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns"})
    void the_windows_end_is_exclusive_to_the_microsecond_whatever_the_sessions_zone(String zone, TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, '2026-01-31 12:00:00.123455+00'),"
                        + " (2, '2026-01-31 12:00:00.123456+00'), (3, '2026-01-31 12:00:00.123457+00')");

        assertThat(column(drain(text(db.withTimeZone(zone), ORDERS, "at", "id"), 1, NOON), "id"))
                .containsExactly("1");
    }

    @Test
    void a_time_without_zone_is_compared_with_the_wall_clock_of_the_given_zone(TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamp not null)",
                "insert into orders values (1, '2026-01-31 12:00:00.123455'), (2, '2026-01-31 12:00:00.123456'),"
                        + " (3, '2026-01-31 17:30:00.123455'), (4, '2026-01-31 17:30:00.123456')");
        for (String session : new String[] {"UTC", "Asia/Tokyo", "America/New_York"}) {
            assertThat(column(drain(text(db.withTimeZone(session), ORDERS, "at"), 1, NOON), "id"))
                    .containsExactly("1");
            assertThat(column(
                            drain(
                                    source(
                                            db.withTimeZone(session),
                                            ValueMode.TEXT,
                                            ZoneId.of("Asia/Kolkata"),
                                            ORDERS,
                                            "at"),
                                    1,
                                    NOON),
                            "id"))
                    .containsExactly("1", "2", "3");
        }
    }

    @Test
    void rows_of_a_date_come_once_their_day_is_over(TestDatabase db) {
        db.execute(
                "create table orders(id int, at date not null, primary key (at, id))",
                "insert into orders values (1, '2026-01-30'), (2, '2026-01-30'), (3, '2026-01-31'), (4, '2026-02-01')");
        QuerySource inTokyo = source(db.dataSource(), ValueMode.TEXT, ZoneId.of("Asia/Tokyo"), ORDERS, "at", "id");

        assertThat(column(drain(text(db.dataSource(), ORDERS, "at", "id"), 1, NOON), "id"))
                .containsExactly("1", "2");
        assertThat(column(drain(inTokyo, 1, NOON.plus(Duration.ofHours(4))), "id"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_window_may_end_in_a_zone_whose_offset_has_seconds(TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, '1850-01-01 00:00:00+00'), (2, '1850-01-01 00:00:01+00')");
        QuerySource source = source(db.dataSource(), ValueMode.TEXT, ZoneId.of("Asia/Kolkata"), ORDERS, "at", "id");

        assertThat(column(drain(source, 1, Instant.parse("1850-01-01T00:00:01Z")), "id"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR"})
    void the_window_and_the_look_back_do_not_depend_on_the_jvms_locale(String locale, TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, '2026-01-31 11:00:00+00'), (2, '2026-01-31 12:00:00.123455+00'),"
                        + " (3, '2026-01-31 12:00:00.123456+00')");
        QuerySource source = text(db.dataSource(), ORDERS, "at", "id");
        try (DefaultLocale ignored = new DefaultLocale(locale)) {
            assertThat(column(drain(source, 1, NOON), "id")).containsExactly("1", "2");

            KeysetCursor end = source.extract(request(null, 2, NOON)).endCursor();
            KeysetCursor back = source.lookBack(end, Instant.parse("2026-01-31T12:00:00Z"));

            assertThat(back.values()).containsEntry("at", "2026-01-31 11:59:59.999999+00");
            assertThat(column(rows(source.extract(request(back, 5, NOON))), "id"))
                    .containsExactly("2");
        }
    }

    private static List<Map<String, Object>> rows(ExtractResponse<KeysetCursor> page) {
        return page.rows().stream().map(Sources::asMap).toList();
    }

    @Test
    void now_is_the_databases_clock(TestDatabase db) {
        Instant before = db.value("select clock_timestamp()");
        Instant now = source(db.withTimeZone("Asia/Tokyo"), ValueMode.TEXT, ZoneOffset.UTC, "SELECT 1 AS id", "id")
                .now();
        Instant after = db.value("select clock_timestamp()");

        assertThat(now).isBetween(before, after);
    }
}
