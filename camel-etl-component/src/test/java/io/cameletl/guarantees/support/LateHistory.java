package io.cameletl.guarantees.support;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random history of many writers whose transactions stay open for long, and of the pipeline's runs in the midst of
 * it. Crowded times, with all writers at work, take turns with quiet ones, when a single transaction, prepared perhaps
 * or silent until it ends, is all that a window may not pass over. One thread does it all, so the seed alone says what is done in which order; times are the database's own.
 */
public final class LateHistory {
    private static final int PHASES = 3;

    /** Of about a millisecond each, runs included: a transaction is open for up to 20 delays and more. */
    private static final int STEPS_OF_A_PHASE = 700;

    private static final int LONGEST = 500;
    private static final int LONGEST_PREPARED = 80;
    private static final int MOST_PREPARED = 10;

    private final Random random;
    private final Duration delay;
    private final Etl etl;
    private final List<Writer> idle;
    /** Those whose transaction is open or prepared, by the steps at which that ends. */
    private final TreeMap<Integer, List<Open>> open = new TreeMap<>();

    private long nextId = 1;
    private long nextValue = 1;
    private String tie = "-infinity";
    private int transactions;
    private int prepared;
    private int rows;
    private int mostOpen;
    private Duration longest = Duration.ZERO;

    private enum State {
        BUSY,
        /** Writes nothing, and so has no id, until it ends. */
        SILENT,
        PREPARED
    }

    private record Open(Writer writer, State state) {}

    /** @param delay the pipeline's */
    public LateHistory(Random random, List<Writer> writers, Duration delay, Etl etl) {
        this.random = random;
        this.delay = delay;
        this.idle = new ArrayList<>(writers);
        this.etl = etl;
    }

    /** When it returns, no transaction is open, and the pipeline has yet to read the rest. */
    public void play() throws SQLException {
        int writers = idle.size();
        for (int step = 0; step < PHASES * STEPS_OF_A_PHASE; step++) {
            boolean quiet = step / STEPS_OF_A_PHASE % 2 == 1;
            endThoseDue(step, quiet);
            if (!idle.isEmpty() && (quiet ? random.nextInt(16) == 0 : random.nextInt(8) > 0)) {
                begin(step);
            } else if (!open.isEmpty()) {
                write(random(open.get(random(new ArrayList<>(open.keySet())))));
            }
            mostOpen = Math.max(mostOpen, writers - idle.size());
            if (step % (quiet ? 20 : 80) == 0) {
                rows += (int) etl.run().rows();
            }
        }
        while (!open.isEmpty()) {
            endThoseDue(open.lastKey(), true);
        }
    }

    private void endThoseDue(int step, boolean quiet) throws SQLException {
        while (!open.isEmpty() && open.firstKey() <= step) {
            for (Open due : open.pollFirstEntry().getValue()) {
                end(due, step, quiet ? 3 : 50);
            }
        }
    }

    private void begin(int step) throws SQLException {
        Writer writer = idle.remove(random.nextInt(idle.size()));
        String now = writer.begin();
        if (random.nextInt(4) == 0) {
            tie = now;
        }
        transactions++;
        Open begun = new Open(writer, random.nextInt(4) == 0 ? State.SILENT : State.BUSY);
        open.computeIfAbsent(step + 1 + random.nextInt(LONGEST), at -> new ArrayList<>())
                .add(begun);
    }

    private void write(Open transaction) throws SQLException {
        if (transaction.state == State.BUSY) {
            write(transaction.writer);
        }
    }

    private void write(Writer writer) throws SQLException {
        boolean undone = random.nextInt(10) == 0;
        if (undone) {
            writer.savepoint();
        }
        long from = 1 + (long) (random.nextDouble() * nextId);
        long to = from + random.nextInt(5);
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> {
                long first = nextId;
                nextId += 1 + random.nextInt(6);
                writer.insert(first, nextId - 1, nextValue++, at());
            }
            case 3, 4 -> writer.update(from, to, nextValue++, at());
            default -> writer.delete(from, to, at());
        }
        if (undone) {
            writer.rollBackToSavepoint();
        }
    }

    /** Any number of writers have the same tie, and each has it later than its own start less the delay. */
    private String at() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> "now()";
            case 2 -> "clock_timestamp()";
            case 3 -> "greatest(now(), '" + tie + "')";
            case 4 -> "now() - interval '" + (delay.toMillis() - 1) + " ms'";
            default -> "null";
        };
    }

    private void end(Open transaction, int step, int onePreparedOf) throws SQLException {
        Writer writer = transaction.writer;
        boolean isPrepared = transaction.state == State.PREPARED;
        if (!isPrepared) {
            write(writer);
        }
        if (!isPrepared && prepared < MOST_PREPARED && random.nextInt(onePreparedOf) == 0) {
            writer.prepare();
            prepared++;
            open.computeIfAbsent(step + 1 + random.nextInt(LONGEST_PREPARED), at -> new ArrayList<>())
                    .add(new Open(writer, State.PREPARED));
            return;
        }
        writer.end(random.nextInt(8) == 0 ? "rollback" : "commit", isPrepared);
        longest = longest.compareTo(writer.age()) > 0 ? longest : writer.age();
        prepared -= isPrepared ? 1 : 0;
        idle.add(writer);
    }

    private <T> T random(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Rows that the runs in the midst of it read. */
    public int rows() {
        return rows;
    }

    @Override
    public String toString() {
        return transactions + " transactions, up to " + mostOpen + " at a time, open for up to "
                + longest.toMillis() / delay.toMillis() + " delays; " + rows + " rows read meanwhile";
    }
}
