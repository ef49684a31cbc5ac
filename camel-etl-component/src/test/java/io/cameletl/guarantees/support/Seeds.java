package io.cameletl.guarantees.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;

/**
 * The seeds of the rounds of one step: as many as {@code -Detl.test.kill.rounds} says, 1 by default. They follow each
 * other; {@code -Detl.test.kill.seed} gives the first, which is drawn otherwise. With {@code -Detl.test.kill.step}, a
 * name of {@link Step}, only that one is killed in.
 */
public final class Seeds {
    private static final int ROUNDS = Integer.getInteger("etl.test.kill.rounds", 1);

    private Seeds() {}

    /** What is done in one round. */
    @FunctionalInterface
    public interface Round {
        public void play(Variant variant) throws Exception;
    }

    /** Plays all rounds, also after one that failed, and fails with the first failure if there is any. */
    public static void play(Step step, String what, Round round) {
        String only = System.getProperty("etl.test.kill.step", step.name());
        Assumptions.assumeTrue(only.equals(step.name()), () -> "only " + only + " is asked for");
        long first = Long.getLong("etl.test.kill.seed", new Random().nextInt(1_000_000_000));
        System.out.println(what + " killed in step " + step.number() + " " + step + ": -Detl.test.kill.rounds=" + ROUNDS
                + " -Detl.test.kill.seed=" + first);
        List<AssertionError> failures = new ArrayList<>();
        for (long seed = first; seed < first + ROUNDS; seed++) {
            Variant variant = new Variant(seed, step);
            try {
                round.play(variant);
            } catch (Exception | AssertionError e) {
                failures.add(new AssertionError(what + " killed in " + step + ", " + variant, e));
            }
        }
        if (!failures.isEmpty()) {
            AssertionError failure = failures.get(0);
            failures.subList(1, failures.size()).forEach(failure::addSuppressed);
            throw failure;
        }
    }
}
