package io.cameletl.support;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Who borrowed a connection; identity, not content, tells two of them apart. */
public final class Borrower {

    private static final int FRAMES = 12;

    private final String thread;
    private final Throwable stack;

    private Borrower(String thread, Throwable stack) {
        this.thread = thread;
        this.stack = stack;
    }

    public static Borrower current() {
        return new Borrower(Thread.currentThread().getName(), new Throwable("borrowed here"));
    }

    /** The thread and the innermost frames of its stack outside the pool. */
    public String description() {
        return Arrays.stream(stack.getStackTrace())
                .dropWhile(frame -> frame.getClassName().equals(Borrower.class.getName())
                        || frame.getClassName().equals(CheckedPool.class.getName())
                        || frame.getClassName().equals(DelegatingDataSource.class.getName()))
                .limit(FRAMES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining("", "borrowed by thread " + thread, ""));
    }
}
