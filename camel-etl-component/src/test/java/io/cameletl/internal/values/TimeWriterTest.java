package io.cameletl.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.values.ColumnType.Kind;
import io.cameletl.support.DefaultLocale;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWriterTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-31T12:00:00Z,           UTC,              2026-01-31 12:00:00+00",
        "2026-01-31T12:00:00.123456789Z, Asia/Kolkata,     2026-01-31 17:30:00.123456+05:30",
        "2026-01-31T23:59:59.999999999Z, UTC,              2026-01-31 23:59:59.999999+00",
        "0033-01-01T00:00:00.5Z,         UTC,              0033-01-01 00:00:00.500000+00",
        "0000-03-15T12:00:00Z,           UTC,              0001-03-15 12:00:00+00 BC",
        "-0043-03-15T12:00:00Z,          UTC,              0044-03-15 12:00:00+00 BC",
        "1850-01-01T00:00:00Z,           Asia/Kolkata,     1850-01-01 05:53:28+05:53:28",
        "+20000-01-01T00:00:00Z,         America/St_Johns, 19999-12-31 20:30:00-03:30"
    })
    void an_instant_is_written_as_the_zones_clocks_show_it_with_their_offset(Instant at, String zone, String text) {
        assertThat(TimeWriter.inZone(at, ZoneId.of(zone))).isEqualTo(text);
    }

    @Test
    void what_is_written_in_a_zone_is_read_again() {
        Instant at = Instant.parse("2026-01-31T12:00:00Z");
        assertThat(TimeConverter.instant(TimeWriter.inZone(at, ZoneId.of("Asia/Tokyo")), ZoneOffset.UTC))
                .isEqualTo(at);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "tr-TR"})
    void the_jvms_locale_changes_nothing(String locale) throws UnsuitableValueException {
        try (DefaultLocale ignored = new DefaultLocale(locale)) {
            Instant at = Instant.parse("2026-01-31T12:34:56.789Z");
            assertThat(TimeWriter.inZone(at, ZoneOffset.UTC)).isEqualTo("2026-01-31 12:34:56.789000+00");
            assertThat(TimeWriter.of(at, Kind.TIMESTAMPTZ)).isEqualTo("2026-01-31 12:34:56.789000+00");
            assertThat(TimeConverter.instant("2026-01-31 12:34:56.789+00", ZoneOffset.UTC))
                    .isEqualTo(at);
            assertThat(TimeConverter.instant("2026-01-31T12:34:56.789", ZoneOffset.UTC))
                    .isEqualTo(at);
            assertThat(Value.plain(Shortened.of("a\tb"))).isEqualTo("a\\u0009b");
        }
    }

    @Test
    void the_last_nanosecond_of_a_day_is_cut_off_and_not_the_next_day() throws UnsuitableValueException {
        assertThat(TimeWriter.of(LocalDate.of(2026, 1, 31).atTime(LocalTime.MAX), Kind.TIMESTAMP))
                .isEqualTo("2026-01-31 23:59:59.999999");
        assertThat(TimeWriter.of(Instant.parse("2026-01-31T23:59:59.999999999Z"), Kind.TIMESTAMPTZ))
                .isEqualTo("2026-01-31 23:59:59.999999+00");
    }
}
