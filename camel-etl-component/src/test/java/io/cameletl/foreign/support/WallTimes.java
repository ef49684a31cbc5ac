package io.cameletl.foreign.support;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random wall times that zones are hard on: around the changes of the clocks of several zones, many of them twice. */
public final class WallTimes {
    private static final LocalDateTime FIRST = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final List<String> HARD = List.of("America/New_York", "America/St_Johns", "Europe/Berlin");

    private final Random random;
    private final List<LocalDateTime> changes = new ArrayList<>();

    public WallTimes(Random random) {
        this.random = random;
        for (String zone : HARD) {
            ZoneOffsetTransition change = ZoneId.of(zone).getRules().nextTransition(FIRST.toInstant(ZoneOffset.UTC));
            for (int i = 0; i < 4; i++) {
                changes.add(change.getDateTimeBefore());
                changes.add(change.getDateTimeAfter());
                change = ZoneId.of(zone).getRules().nextTransition(change.getInstant());
            }
        }
    }

    /** @return a time that the clocks of the zone show, of the years 2024 to 2026 */
    public LocalDateTime next(ZoneId shownBy) {
        while (true) {
            LocalDateTime time = random.nextInt(3) == 0
                    ? FIRST.plusSeconds(random.nextInt(86_400 * 700))
                    : changes.get(random.nextInt(changes.size())).plusSeconds(random.nextInt(-60, 60) * 120L);
            LocalDateTime exact = random.nextBoolean() ? time : time.plusNanos(random.nextInt(1_000_000) * 1000L);
            if (!shownBy.getRules().getValidOffsets(exact).isEmpty()) {
                return exact;
            }
        }
    }
}
