package io.cameletl.guarantees.support;

import io.cameletl.support.Seeded;
import org.junit.jupiter.api.Assumptions;

/**
 * The seeds of the rounds of one step: as many as {@code -Detl.test.kill.rounds} says, 1 by default. They follow each
 * other; {@code -Detl.test.kill.seed} gives the first, which is drawn otherwise. With {@code -Detl.test.kill.step}, a
 * name of {@link Step}, only that one is killed in.
 */
public final class Seeds {
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
        Seeded.by("etl.test.kill.rounds", "etl.test.kill.seed", 1)
                .play(what + " killed in step " + step.number() + " " + step, seed -> {
                    Variant variant = new Variant(seed, step);
                    try {
                        round.play(variant);
                    } catch (Exception | AssertionError e) {
                        throw new AssertionError(variant.toString(), e);
                    }
                });
    }
}
