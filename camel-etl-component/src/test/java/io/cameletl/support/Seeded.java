package io.cameletl.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The seeds of a test that leaves something to chance. The test plays each of them, and whatever it throws comes out
 * with the seed, and with the property that gives the same again. They follow each other, from a first one that is
 * another in each run of the tests.
 *
 * <ul>
 *   <li>{@code -Detl.test.seeds}: how many; the test says how many else
 *   <li>{@code -Detl.test.seed}: the first, and the only one unless their number is given
 * </ul>
 *
 * <p>They are printed before the first is played, for a test that is killed or takes too long throws nothing.
 */
public final class Seeded {

    private final String seedProperty;
    private final long first;
    private final int count;
    private final String countProperty;

    private Seeded(String countProperty, String seedProperty, int usual) {
        Long given = Long.getLong(seedProperty);
        this.seedProperty = seedProperty;
        this.countProperty = countProperty;
        this.first = given == null ? ThreadLocalRandom.current().nextInt(1_000_000_000) : given;
        this.count = Integer.getInteger(countProperty, given == null ? usual : 1);
    }

    /** What a test does with one seed. */
    @FunctionalInterface
    public interface Play {
        void with(long seed) throws Exception;
    }

    /** @param usual how many seeds unless {@code etl.test.seeds} says so; as many as take about a second */
    public static Seeded times(int usual) {
        return by("etl.test.seeds", "etl.test.seed", usual);
    }

    /** For a test whose seeds cost too much to be counted with those of the others: it has properties of its own. */
    public static Seeded by(String countProperty, String seedProperty, int usual) {
        return new Seeded(countProperty, seedProperty, usual);
    }

    /** Seeds that follow each other begin alike in {@link Random} itself; these do not. */
    public static Random random(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    /**
     * Plays all, also after one that failed, but not after an interrupt: that is a time limit.
     *
     * @throws AssertionError the first failure, with the others suppressed
     */
    public void play(String what, Play play) {
        System.out.println(what + ": -D" + seedProperty + "=" + first + " -D" + countProperty + "=" + count);
        List<AssertionError> failures = new ArrayList<>();
        for (long seed = first; seed < first + count && !Thread.currentThread().isInterrupted(); seed++) {
            try {
                play.with(seed);
            } catch (Throwable e) {
                failures.add(failed(what, seed, e));
            }
        }
        if (!failures.isEmpty()) {
            AssertionError failure = failures.get(0);
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private AssertionError failed(String what, long seed, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        AssertionError failure = new AssertionError(
                what + " fails with seed " + seed + ", again with -D" + seedProperty + "=" + seed + ": " + e, e);
        // Nobody sees what a thread throws that was interrupted for taking too long.
        System.out.println(failure.getMessage());
        return failure;
    }
}
