package io.cameletl.internal.jdbc.watch;

import org.jspecify.annotations.Nullable;

/**
 * Whether a section's connection has died without a word:
 *
 * <ol>
 *   <li>Its thread waits in the driver, and has not run at all from one look to the next: not a byte has come or gone. A
 *       thread that computes, or waits for something else, is never asked after.
 *   <li>Then the server is asked by another connection what it does for us. It works, or waits for a lock: a slow
 *       statement, which lasts as long as it lasts.
 *   <li>It waits for us, as it did before, while our thread waits for it: the request, or the answer, was lost. Or it does
 *       not know us any more. Or it cannot be asked at all.
 *   <li>So found three times in a row, with the thread as still as ever, the connection is cut.
 * </ol>
 *
 * Used by the watch's thread only, but for the last sighting.
 */
final class Silence {
    private static final int STRIKES = 3;

    private final Section section;
    private long lookedNanos = System.nanoTime();
    private @Nullable Stillness before;
    private @Nullable Inquiry asked;
    private int strikes;
    private @Nullable String lastChange;
    private volatile @Nullable Sighting lastSighting;

    Silence(Section section) {
        this.section = section;
    }

    @Nullable
    Sighting lastSighting() {
        return lastSighting;
    }

    /** @return whether the server is to be asked now */
    boolean look(long now) {
        if (asked != null || now - lookedNanos < section.run().work().interval().toNanos()) {
            return false;
        }
        if (isStill()) {
            return true;
        }
        lookedNanos = now;
        return false;
    }

    void ask(Inquiry inquiry) {
        asked = inquiry;
    }

    /** @return why the connection is to be cut; null when it is not */
    @Nullable
    String answered(Inquiry.Answer answer) {
        asked = null;
        lookedNanos = System.nanoTime();
        if (!isStill()) {
            return null;
        }
        String found = judge(answer);
        if (found == null) {
            strikes = 0;
            return null;
        }
        strikes++;
        return strikes < STRIKES
                ? null
                : "the connection was cut: \"" + section.phase() + "\" has waited for "
                        + section.lasted().toSeconds() + " s, and " + found;
    }

    private boolean isStill() {
        Stillness now = section.isCovered() ? null : Stillness.inDriver(section.thread());
        boolean still = now != null && now.isStillAfter(before);
        before = now;
        if (!still) {
            strikes = 0;
            lastChange = null;
            lastSighting = null;
        }
        return still;
    }

    /** @return what shows that the connection is dead; null when nothing does */
    private @Nullable String judge(Inquiry.Answer answer) {
        if (answer instanceof Inquiry.Answer.Silent silent) {
            return "its server cannot be asked: " + silent.why();
        }
        if (!(answer instanceof Inquiry.Answer.Found found)
                || !found.server().equals(ServerName.known(section.session()))) {
            lastSighting = null;
            return null;
        }
        int pid = section.pid();
        Sighting sighting = found.sightings().get(pid);
        lastSighting = sighting;
        if (sighting == null) {
            return "its server knows no process " + pid + " any more";
        }
        boolean same = lastChange == null || lastChange.equals(sighting.change());
        lastChange = sighting.change();
        return sighting.waitsForUs() && same && !section.isInUsersHands()
                ? "the server process " + pid + " is " + sighting.inWords() + ": what was sent, or its answer, was lost"
                : null;
    }
}
