package io.cameletl.internal.console.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The time along the bottom of the pictures of a pipeline, the same for both.
 *
 * @param from at the left
 * @param to at the right
 */
record Axis(Instant from, Instant to) {
    /** The pictures' own measure; they are stretched over the room there is. */
    static final int WIDTH = 1000;

    static final int HEIGHT = 100;
    private static final int LABELS = 5;
    private static final double[] ROUND = {1, 2, 5, 10};
    private static final double[] ROUND_SECONDS = {
        2, 4, 10, 20, 60, 120, 240, 600, 1200, 3600, 7200, 14_400, 43_200, 86_400, 172_800, 345_600, 864_000
    };

    Duration span() {
        return Duration.between(from, to);
    }

    /** @return where a time is, within the picture */
    double x(Instant at) {
        double whole = Math.max(1e-9, Times.inSeconds(span()));
        return Math.min(1, Math.max(0, Times.inSeconds(Duration.between(from, at)) / whole)) * WIDTH;
    }

    /** @return the times under it, from left to right */
    List<Tick> ticks() {
        return IntStream.range(0, LABELS)
                .mapToObj(i -> from.plus(span().dividedBy(LABELS - 1).multipliedBy(i)))
                .map(at -> new Tick(at, Times.within(at, span())))
                .toList();
    }

    /** A label under the picture. */
    record Tick(Instant at, String label) {}

    /** @return a round number that is at least as big */
    static double roundTop(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1))));
        return DoubleStream.of(ROUND)
                .map(step -> step * power)
                .filter(top -> top >= most)
                .findFirst()
                .orElse(most);
    }

    /** @return a round number of seconds that is at least as big */
    static double roundSeconds(double most) {
        return DoubleStream.of(ROUND_SECONDS)
                .filter(top -> top >= most)
                .findFirst()
                .orElseGet(() -> Math.ceil(most / 864_000) * 864_000);
    }
}
