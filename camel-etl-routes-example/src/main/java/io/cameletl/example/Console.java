package io.cameletl.example;

import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Where the demo's lines go. Thread-safe. */
final class Console {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintStream out;
    private final Clock clock;

    /** @param clock dates the lines, in its zone */
    Console(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    /** Prints a line as it is. */
    void say(String line) {
        out.println(line);
    }

    /** Prints a line with the time before it. */
    void tell(String line) {
        out.println(TIME.format(LocalTime.now(clock)) + "  " + line);
    }
}
