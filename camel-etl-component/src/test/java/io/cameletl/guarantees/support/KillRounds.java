package io.cameletl.guarantees.support;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How much is run of the matrix that goes event by event; {@link Seeds} has the other, which goes step by step. By
 * default a run has one page and dies at each twelfth of its events when staging is temporary, at each twentieth when it is
 * unlogged, others each time, and at the last. The system property {@code etl.test.kill.pages} gives the run that many pages, and lets it
 * die at each event with both kinds.
 */
public enum KillRounds {
    TEMP(12),
    UNLOGGED(20);

    private static final int PAGES = Integer.getInteger("etl.test.kill.pages", 0);

    private final int step;
    private final int first;

    KillRounds(int step) {
        this.step = step;
        this.first = new Random().nextInt(step);
    }

    public int pages() {
        return Math.max(1, PAGES);
    }

    /** The option's value. */
    public String staging() {
        return this == TEMP ? "temp" : "unlogged";
    }

    /** The events to die at. */
    public List<Integer> of(int events) {
        return IntStream.rangeClosed(1, events)
                .filter(event -> PAGES > 0 || event % step == first || event == events)
                .boxed()
                .toList();
    }
}
