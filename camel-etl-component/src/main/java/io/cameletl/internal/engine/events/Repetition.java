package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent.Kind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * What a pipeline's listeners have been told of, so that they are not told the same over and over:
 *
 * <ol>
 *   <li>what has not been told of is told at once, and so is what has not happened for an hour;
 *   <li>what goes on is told again after an hour, then after two, four and so on, a day at most;
 *   <li>what was over and is back is told at once three times, then not before a minute has passed, two, four and so
 *       on, an hour at most.
 * </ol>
 *
 * Two things are the same when they are of one kind and their words are the same, but for those with digits: numbers,
 * times, names of runs. Goes by a clock that nobody sets. Thread-safe.
 */
final class Repetition {
    private static final Duration LONG_AGO = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int AT_ONCE = 3;
    private static final int REMEMBERED = 100;
    private static final Pattern NUMBERS = Pattern.compile("\\S*\\d\\S*");

    private final LongSupplier nanos;
    private final Map<Thing, Occurrence> occurrences = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Thing, Occurrence> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Thing(Kind kind, String words) {}

    Repetition(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Something happens, or goes on.
     *
     * @param words what tells it from others of its kind
     * @return how many like it were left out since it was told of last; empty when this one is to be left out, too
     */
    synchronized OptionalLong happens(Kind kind, String words) {
        long now = nanos.getAsLong();
        Occurrence known = occurrences.computeIfAbsent(
                new Thing(kind, NUMBERS.matcher(words).replaceAll("#")), thing -> new Occurrence(now));
        return known.happens(now);
    }

    /**
     * Something is over.
     *
     * @return whether somebody was told that it goes on
     */
    synchronized boolean over(Set<Kind> kinds) {
        boolean any = false;
        for (Map.Entry<Thing, Occurrence> entry : occurrences.entrySet()) {
            any |= kinds.contains(entry.getKey().kind) && entry.getValue().end();
        }
        return any;
    }

    private static final class Occurrence {
        private long toldAt;
        private long lastAt;
        private long leftOut = -1;
        private int repeats;
        private int returns;
        private boolean isOver;

        Occurrence(long now) {
            toldAt = now;
            lastAt = now;
        }

        OptionalLong happens(long now) {
            boolean isNew = leftOut < 0 || now - lastAt >= LONG_AGO.toNanos();
            lastAt = now;
            if (!isNew && now - toldAt < pause().toNanos()) {
                leftOut++;
                return OptionalLong.empty();
            }
            returns = isNew ? 0 : isOver ? returns + 1 : returns;
            repeats = isNew || isOver ? 0 : repeats + 1;
            OptionalLong result = OptionalLong.of(Math.max(0, leftOut));
            isOver = false;
            leftOut = 0;
            toldAt = now;
            return result;
        }

        private Duration pause() {
            return isOver
                    ? returns + 1 < AT_ONCE ? Duration.ZERO : doubled(SHORTEST, returns + 1 - AT_ONCE, LONG_AGO)
                    : doubled(LONG_AGO, repeats, LONGEST);
        }

        private static Duration doubled(Duration first, int times, Duration longest) {
            Duration pause = first.multipliedBy(1L << Math.min(times, 12));
            return pause.compareTo(longest) > 0 ? longest : pause;
        }

        boolean end() {
            boolean was = !isOver;
            isOver = true;
            return was;
        }
    }
}
