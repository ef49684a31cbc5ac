package io.cameletl.guarantees;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random history of many writers whose transactions stay open for long, and of the pipeline's runs in the midst of
 * it. One thread does it all, so the seed alone says what is done in which order; times are the database's own.
 */
final class LateHistory {
    /** Of about a millisecond each, runs included: a transaction is open for up to 20 delays and more. */
    private static final int STEPS = 1_600;

    private static final int LONGEST = 800;
    private static final int BETWEEN_RUNS = 80;
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

    private record Open(Writer writer, boolean isPrepared) {}

    /** @param delay the pipeline's */
    LateHistory(Random random, List<Writer> writers, Duration delay, Etl etl) {
        this.random = random;
        this.delay = delay;
        this.idle = new ArrayList<>(writers);
        this.etl = etl;
    }

    /** When it returns, no transaction is open, and the pipeline has yet to read the rest. */
    void play() throws SQLException {
        int writers = idle.size();
        for (int step = 0; step < STEPS; step++) {
            while (!open.isEmpty() && open.firstKey() <= step) {
                end(open.pollFirstEntry().getValue(), step);
            }
            if (open.isEmpty() || !idle.isEmpty() && random.nextInt(3) > 0) {
                begin(step);
            } else {
                write(random(open.get(random(new ArrayList<>(open.keySet())))));
            }
            mostOpen = Math.max(mostOpen, writers - idle.size());
            if (step % BETWEEN_RUNS == BETWEEN_RUNS - 1) {
                rows += (int) etl.run().rows();
            }
        }
        while (!open.isEmpty()) {
            end(open.pollFirstEntry().getValue(), STEPS);
        }
    }

    private void begin(int step) throws SQLException {
        Writer writer = idle.remove(random.nextInt(idle.size()));
        String now = writer.begin();
        if (random.nextInt(4) == 0) {
            tie = now;
        }
        transactions++;
        Open begun = new Open(writer, false);
        if (random.nextBoolean()) {
            write(begun);
        }
        open.computeIfAbsent(step + 1 + random.nextInt(LONGEST), at -> new ArrayList<>())
                .add(begun);
    }

    private void write(Open transaction) throws SQLException {
        if (transaction.isPrepared) {
            return;
        }
        Writer writer = transaction.writer;
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

    private void end(List<Open> due, int step) throws SQLException {
        for (Open transaction : due) {
            Writer writer = transaction.writer;
            if (!transaction.isPrepared && prepared < MOST_PREPARED && random.nextInt(50) == 0) {
                writer.prepare();
                prepared++;
                open.computeIfAbsent(step + 1 + random.nextInt(BETWEEN_RUNS), at -> new ArrayList<>())
                        .add(new Open(writer, true));
                continue;
            }
            writer.end(random.nextInt(8) == 0 ? "rollback" : "commit", transaction.isPrepared);
            longest = longest.compareTo(writer.age()) > 0 ? longest : writer.age();
            prepared -= transaction.isPrepared ? 1 : 0;
            idle.add(writer);
        }
    }

    private <T> T random(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Rows that the runs in the midst of it read. */
    int rows() {
        return rows;
    }

    @Override
    public String toString() {
        return transactions + " transactions, up to " + mostOpen + " at a time, open for up to "
                + longest.toMillis() / delay.toMillis() + " delays; " + rows + " rows read meanwhile";
    }
}
