package io.cameletl.guarantees.support;

import io.cameletl.EtlException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A writer with a thread of its own: it waits for others' locks, and for up to 20 delays before it commits. */
public final class BusyWriter implements Callable<Integer> {
    private static final int TRANSACTIONS = 3;

    private final Writer writer;
    private final Random random;
    private final Duration delay;
    private final AtomicLong nextId;

    /**
     * @param delay the pipeline's
     * @param nextId the next item's, shared by all writers
     */
    public BusyWriter(Writer writer, Random random, Duration delay, AtomicLong nextId) {
        this.writer = writer;
        this.random = random;
        this.delay = delay;
        this.nextId = nextId;
    }

    /** @return how many transactions it committed; the others met a deadlock or were rolled back on purpose */
    @Override
    public Integer call() throws SQLException {
        int committed = 0;
        for (int i = 0; i < TRANSACTIONS; i++) {
            writer.begin();
            String end = random.nextInt(8) == 0 ? "rollback" : "commit";
            try {
                writer.hold(random.nextInt((int) delay.toMillis()));
                write();
                writer.hold(random.nextInt(20 * (int) delay.toMillis()));
                write();
            } catch (SQLException deadlock) {
                if (!EtlException.isTransient(deadlock)) {
                    throw deadlock;
                }
                end = "rollback";
            }
            writer.end(end, false);
            committed += end.equals("commit") ? 1 : 0;
        }
        return committed;
    }

    private void write() throws SQLException {
        int count = 1 + random.nextInt(4);
        long first = nextId.getAndAdd(count);
        writer.insert(first, first + count - 1, random.nextLong(), at());
        for (int i = 0; i < 2; i++) {
            writer.updateInTurn(1 + (long) (random.nextDouble() * first), random.nextLong(), at());
        }
        long deleted = 1 + (long) (random.nextDouble() * first);
        writer.delete(deleted, deleted, at());
    }

    private @Nullable String at() {
        return random.nextBoolean() ? "now()" : random.nextBoolean() ? "clock_timestamp()" : null;
    }
}
