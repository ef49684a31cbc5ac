package io.cameletl.internal.source.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.Seeded;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatedTimesTest {
    @ParameterizedTest
    @CsvSource({
        "America/New_York, 2025-11-02T04:59:59Z, 2025-11-02T04:59:59Z",
        "America/New_York, 2025-11-02T05:00:00Z, 2025-11-02T05:00:00Z",
        "America/New_York, 2025-11-02T05:00:01Z, 2025-11-02T05:00:00Z",
        "America/New_York, 2025-11-02T06:00:00Z, 2025-11-02T05:00:00Z",
        "America/New_York, 2025-11-02T06:59:59Z, 2025-11-02T05:00:00Z",
        "America/New_York, 2025-11-02T07:00:00Z, 2025-11-02T07:00:00Z",
        "Australia/Lord_Howe, 2025-04-05T15:10:00Z, 2025-04-05T14:30:00Z",
        "UTC,              2025-11-02T06:00:00Z, 2025-11-02T06:00:00Z",
    })
    void a_window_ends_before_the_times_that_come_twice(String zone, Instant end, Instant lowered) {
        assertThat(RepeatedTimes.before(end, ZoneId.of(zone))).isEqualTo(lowered);
    }

    /** Of all that was written before a window's end, nothing sorts after it; of what comes later, nothing before it. */
    @Test
    void no_row_of_a_later_window_sorts_before_the_end_of_an_earlier_one() {
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        Seeded.times(2_000).play("windows", seed -> {
            Random random = Seeded.random(seed);
            ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
            var change = zone.getRules().nextTransition(Instant.ofEpochSecond(random.nextInt(1_700_000_000)));
            Instant around = change == null ? Instant.EPOCH : change.getInstant();
            Instant end = RepeatedTimes.before(around.plusSeconds(random.nextInt(-10_000, 10_000)), zone);
            LocalDateTime shown = LocalDateTime.ofInstant(end, zone);
            for (int i = 0; i < 100; i++) {
                Instant written = end.plus(Duration.ofSeconds(random.nextInt(-10_000, 10_000)));
                assertThat(LocalDateTime.ofInstant(written, zone).isBefore(shown))
                        .as("%s in %s, end %s", written, zone, end)
                        .isEqualTo(written.isBefore(end));
            }
        });
    }
}
