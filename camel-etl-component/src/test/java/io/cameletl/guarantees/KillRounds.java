package io.cameletl.guarantees;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of the kill matrix is run. By default a run has one page and dies at each of its events when staging is
 * temporary, at each fourth, and the last, when it is unlogged. The system property {@code etl.test.kill.rounds}
 * gives the run that many pages, and lets it die at each event with both kinds.
 */
enum KillRounds {
    TEMP(1),
    UNLOGGED(4);

    private static final int ROUNDS = Integer.getInteger("etl.test.kill.rounds", 0);

    private final int step;

    KillRounds(int step) {
        this.step = step;
    }

    int pages() {
        return Math.max(1, ROUNDS);
    }

    /** The option's value. */
    String staging() {
        return this == TEMP ? "temp" : "unlogged";
    }

    /** The events to die at. */
    List<Integer> of(int events) {
        return IntStream.rangeClosed(1, events)
                .filter(event -> ROUNDS > 0 || event % step == 0 || event == events)
                .boxed()
                .toList();
    }
}
