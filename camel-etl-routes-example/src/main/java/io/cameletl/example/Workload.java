package io.cameletl.example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps changing the source, some 200 transactions a second, until it is closed or has made enough changes. */
final class Workload implements AutoCloseable {
    private static final int CHANGES_PER_TICK = 10;
    private static final int TICK_MILLIS = 50;

    private final Connection source;
    private final Console console;
    private final Random random;
    private final long enough;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Map<Change, PreparedStatement> statements = new EnumMap<>(Change.class);
    private final ScheduledExecutorService ticks =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "workload"));
    private int users;
    private long made;

    private Workload(Connection source, int users, Settings settings, Console console) {
        this.source = source;
        this.users = users;
        this.console = console;
        this.random = new Random(settings.seed());
        this.enough = settings.changes();
    }

    /**
     * @param source a connection of its own, which it closes
     * @param users how many users there are
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A tick tells of its failures itself.
    static Workload start(Connection source, int users, Settings settings, Console console) throws SQLException {
        Workload workload = new Workload(source, users, settings, console);
        for (Change change : Change.values()) {
            workload.statements.put(change, source.prepareStatement(change.sql()));
        }
        workload.ticks.scheduleAtFixedRate(workload::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return workload;
    }

    static String describe(Settings settings) {
        String howMany = settings.changes() == Long.MAX_VALUE
                ? "until you press Ctrl-C"
                : String.format(Locale.ROOT, "%,d of them", settings.changes());
        return CHANGES_PER_TICK * 1000 / TICK_MILLIS + " a second, " + howMany + "; random seed " + settings.seed();
    }

    /** @return whether all changes are made; false when the time ran out */
    boolean awaitDone(Duration patience) throws InterruptedException {
        return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            for (int i = 0; i < CHANGES_PER_TICK && made < enough; i++) {
                make(Change.any(random));
            }
        } catch (SQLException | RuntimeException e) {
            console.tell("the source is no longer changed: " + e.getMessage());
            made = enough;
        }
        if (made >= enough) {
            ticks.shutdown();
            done.countDown();
        }
    }

    private void make(Change change) throws SQLException {
        PreparedStatement statement = statements.get(change);
        if (statement == null) {
            throw new IllegalStateException("not prepared: " + change);
        }
        statement.setString(1, "u" + (1 + random.nextInt(users)));
        statement.setString(2, Long.toString(random.nextLong(Long.MAX_VALUE), Character.MAX_RADIX));
        if (statement.executeUpdate() == 0) {
            return; // The user or the organization was gone already: nothing changed, nothing to count.
        }
        made++;
        if (change == Change.NEW_USER) {
            users++;
        }
    }

    /** Ends with the change in hand. */
    @Override
    public void close() throws SQLException {
        ticks.shutdown();
        try {
            ticks.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
