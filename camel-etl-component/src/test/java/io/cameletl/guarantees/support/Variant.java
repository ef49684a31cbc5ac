package io.cameletl.guarantees.support;

import io.cameletl.Strategy;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** All that is left to chance in one round of the kill matrix; the seed gives it again. */
public final class Variant {
    /** When a killed server comes back. */
    public enum Restart {
        /** Before the run hears of its death. */
        AT_ONCE,
        /** While the run tries again. */
        MEANWHILE,
        /** When the run is over. */
        AFTERWARDS
    }

    public final long seed;
    public final int pages;
    /** Where a run is killed, among the moments of its step: from 0 to below 1. */
    public final double place;
    /** Whether the kill is one of the process and all its children, or PostgreSQL's immediate shutdown. */
    public final boolean byProcess;

    public final Restart restart;
    /** Whether the process of the killed run goes on, which a killed server allows. */
    public final boolean sameProcess;
    /** The commit of a page whose answer gets lost before the kill; 0 for none. */
    public final int unanswered;
    /** Whether rows change after the kill, in the open window's past. */
    public final boolean changes;
    /** The moment, of whatever step, at which the replay is killed as well; 0 for none. */
    public final int fatalToReplay;

    public final Set<Long> poison = new TreeSet<>();
    public final Set<Long> badAccounts = new TreeSet<>();
    public final Set<Long> badEmails = new TreeSet<>();
    public final boolean skip;
    private final boolean reject;
    private final boolean unlogged;
    private final int redeliveries;
    private final int prefetch;
    private final int lanes;
    /** Of {@link Versions}; {@code -Detl.test.kill.strategy} names one. */
    public final Strategy strategy;

    /** @param step the step to be killed in */
    public Variant(long seed, Step step) {
        // seeds follow each other: a generator that makes them far apart
        SplittableRandom random = new SplittableRandom(seed);
        this.seed = seed;
        this.pages = 2 + random.nextInt(4);
        this.place = random.nextDouble();
        this.byProcess = random.nextBoolean();
        this.restart = Restart.values()[random.nextInt(3)];
        this.sameProcess = random.nextBoolean();
        this.changes = random.nextBoolean();
        this.fatalToReplay = random.nextBoolean() ? 1 + random.nextInt(60) : 0;
        this.unlogged = random.nextBoolean();
        this.redeliveries = random.nextBoolean() ? 6 : 0;
        this.prefetch = random.nextInt(3);
        this.skip = random.nextBoolean();
        this.reject = random.nextBoolean();
        this.lanes = 1 + random.nextInt(2);
        boolean loses = step == Step.ANSWER && random.nextBoolean();
        this.unanswered = loses ? 1 + random.nextInt(pages) : 0;
        int sound = random.nextInt(pages);
        for (int page = 0; page < pages; page++) {
            long first = (long) page * Users.PAGE;
            add(poison, skip && page != sound && random.nextInt(3) == 0, first + 4);
            add(badAccounts, reject && random.nextInt(3) == 0, first + (random.nextBoolean() ? 2 : 5));
            add(badEmails, reject && random.nextInt(3) == 0, first + (random.nextBoolean() ? 2 : 5));
        }
        Strategy drawn = random.nextBoolean() ? Strategy.MERGE : Strategy.values()[1 + random.nextInt(2)];
        this.strategy = Strategy.valueOf(System.getProperty("etl.test.kill.strategy", drawn.name()));
    }

    private static void add(Set<Long> users, boolean drawn, long user) {
        if (drawn) {
            users.add(user);
        }
    }

    /** @param healed whether the transform takes poison by now */
    public String options(boolean healed) {
        String kept = strategy == Strategy.MERGE ? "" : "Kept";
        return Versions.options(Users.OPTIONS, strategy)
                        .replace("#split", (healed ? "#healed" : "#poisonable") + kept)
                        .replace("maximumRedeliveries=0", "maximumRedeliveries=" + redeliveries)
                + "&redeliveryDelay=100&maximumRedeliveryDelay=500&prefetch=" + prefetch + "&lanes=" + lanes
                + (unlogged ? "&staging=unlogged" : "")
                + (skip ? "&onExhausted=skip" : "")
                + (reject ? "&onBadRecord=reject" : "");
    }

    /** @return whether a run may have other moments than the one before: two pages are loaded at a time */
    public boolean mayMiss() {
        return lanes > 1;
    }

    public boolean isRetried() {
        return redeliveries > 0;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + pages + " pages, poison " + poison + ", bad accounts " + badAccounts
                + ", bad emails " + badEmails + ", unanswered commit " + unanswered + ", restart " + restart
                + (byProcess ? ", killed" : ", immediate shutdown") + (sameProcess ? ", same process" : "")
                + (changes ? ", changes" : "") + ", replay killed at " + fatalToReplay + ", " + options(false);
    }
}
