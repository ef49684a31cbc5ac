package io.cameletl.guarantees.support;

import io.cameletl.support.StatementHook;
import io.cameletl.support.StatementHook.When;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All moments of a run at which it can be killed, each with its step; and the one at which it is. A moment is before or
 * after a statement at source or target, within a COPY, before or after the transform. It may also lose the answer of
 * one page's commit, so that the run must look for the outcome. Each connection to the target goes through the steps by
 * itself: a page may be loaded while another is. Thread-safe.
 */
public final class Moments {
    /** What a test does at none of them. */
    public static final Runnable NOTHING = () -> {};

    private final @Nullable Step step;
    private final int fatal;
    private final int unanswered;
    private final Runnable crash;
    private final List<Step> seen = new ArrayList<>();
    private boolean claimed;
    private int matching;
    private int commits;
    private @Nullable String reached;

    /**
     * @param step the step to die in; null for any
     * @param fatal the moment of the step, from 1, at which to crash; 0 for none
     * @param unanswered the commit of a page, from 1, whose answer gets lost; 0 for none
     */
    public Moments(@Nullable Step step, int fatal, int unanswered, Runnable crash) {
        this.step = step;
        this.fatal = fatal;
        this.unanswered = unanswered;
        this.crash = crash;
    }

    public StatementHook atSource() {
        return (sql, when) -> happened(source(sql), "source", sql, when);
    }

    /** @return the hook of each connection */
    public Supplier<StatementHook> atTarget() {
        return () -> new OneConnection()::on;
    }

    public StatementHook atTransform() {
        return (sql, when) -> happened(Step.TRANSFORM, "transform", sql, when);
    }

    /** How many moments of the step there were. */
    public synchronized int count(Step counted) {
        return (int) seen.stream().filter(counted::equals).count();
    }

    /** The steps that there were, in the order in which they were first seen. */
    public synchronized List<Step> steps() {
        return seen.stream().distinct().toList();
    }

    /** The moment of the crash, in words; null when it was never reached. */
    public synchronized @Nullable String reached() {
        return reached;
    }

    private void happened(Step now, String where, String sql, When when) {
        boolean due;
        synchronized (this) {
            seen.add(now);
            due = (step == null || step == now) && ++matching == fatal;
            if (due) {
                reached = when.name().toLowerCase(Locale.ROOT) + " at the " + where + ": "
                        + sql.strip().lines().findFirst().orElse("");
            }
        }
        if (due) {
            crash.run();
        }
    }

    private synchronized boolean isToBeLost() {
        return ++commits == unanswered;
    }

    private synchronized Step source(String sql) {
        return !claimed ? Step.CLAIM : Step.WINDOW.beginsWith(sql) ? Step.WINDOW : Step.EXTRACT;
    }

    private synchronized boolean isClaimed() {
        return claimed;
    }

    private synchronized void claimed() {
        claimed = true;
    }

    /** Where the pages of one connection are. */
    private final class OneConnection {
        private Step phase = Step.CLAIM;

        void on(String sql, When when) throws SQLException {
            happened(phase(sql, when), "target", sql, when);
            if (sql.equals("COMMIT") && when == When.AFTER && phase == Step.ANSWER && isToBeLost()) {
                throw new SQLException("Injected: the commit's answer is lost", "08006");
            }
        }

        private Step phase(String sql, When when) {
            if (when == When.BEFORE) {
                phase = next(sql);
            } else if (when == When.AFTER && phase == Step.COMMIT) {
                phase = Step.ANSWER;
            } else if (when == When.AFTER && Step.CLAIM.beginsWith(sql)) {
                claimed();
            }
            return phase;
        }

        private Step next(String sql) {
            if (sql.equals("COMMIT")) {
                return phase == Step.CURSOR ? Step.COMMIT : phase;
            }
            if (phase == Step.STAGE && Step.BEGIN.beginsWith(sql)) {
                return Step.STAGE; // unlogged staging is committed on its own
            }
            for (Step begun : Step.values()) {
                if (begun != Step.WINDOW && begun.beginsWith(sql)) { // the target has a clock, too
                    return begun;
                }
            }
            return switch (phase) {
                case CLAIM -> isClaimed() ? Step.BEGIN : Step.CLAIM;
                case ANSWER -> Step.BEGIN;
                case DEDUPLICATE -> Step.MERGE;
                default -> phase;
            };
        }
    }
}
