package io.cameletl.guarantees.support;

import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writers of a table, each by transactions of some statements. A row has the time at which its statement was made: the commit
 * is later.
 */
public final class LateWriters implements AutoCloseable {
    private static final int WRITERS = 3;

    private final TestDatabase database;
    private final int rows;
    private final Change change;
    private final AtomicBoolean done = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    private final List<Future<?>> written = new ArrayList<>();

    /** What is done with a row. */
    @FunctionalInterface
    public interface Change {
        String sql(int id, Random random);
    }

    /** @param rows ids are at most so many */
    public LateWriters(TestDatabase database, int rows, Change change) {
        this.database = database;
        this.rows = rows;
        this.change = change;
    }

    public LateWriters start(long seed) {
        for (int i = 0; i < WRITERS; i++) {
            Random random = Seeded.random(seed + i);
            written.add(threads.submit(() -> {
                write(random);
                return null;
            }));
        }
        return this;
    }

    /** Waits until all have committed, or rolled back. */
    public void end() throws Exception {
        done.set(true);
        for (Future<?> each : written) {
            each.get();
        }
    }

    private void write(Random random) throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!done.get()) {
                // In the order of the ids, so that writers do not wait for each other in a circle.
                int id = 0;
                for (int i = 0; i < 1 + random.nextInt(5); i++) {
                    id += 1 + random.nextInt(rows / 5);
                    statement.execute(change.sql(id, random));
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
    }

    @Override
    public void close() {
        done.set(true);
        threads.shutdown();
    }
}
