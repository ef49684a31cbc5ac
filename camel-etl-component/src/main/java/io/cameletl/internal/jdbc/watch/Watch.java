package io.cameletl.internal.jdbc.watch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Looks at the sections that last, on one thread for the whole process, which ends when there has been nothing to look at for
 * a while. It never waits for a database.
 */
final class Watch implements Runnable {
    static final Set<Section> OPEN = ConcurrentHashMap.newKeySet();

    private static final AtomicBoolean RUNNING = new AtomicBoolean();
    private static final long TICK_NANOS = 100_000_000;
    private static final int IDLE_TICKS = 100;

    private final IdentityHashMap<DataSource, Inquiry> asked = new IdentityHashMap<>();
    private final IdentityHashMap<DataSource, Inquiry> earlier = new IdentityHashMap<>();

    private Watch() {}

    static void add(Section section) {
        OPEN.add(section);
        startIfNeeded();
    }

    static void remove(Section section) {
        OPEN.remove(section);
    }

    private static void startIfNeeded() {
        if (!RUNNING.get() && RUNNING.compareAndSet(false, true)) {
            Thread thread = new Thread(new Watch(), "etl-watch");
            thread.setDaemon(true);
            thread.setContextClassLoader(Watch.class.getClassLoader());
            thread.start();
        }
    }

    @Override
    public void run() {
        try {
            for (int idle = 0; idle < IDLE_TICKS; idle = OPEN.isEmpty() ? idle + 1 : 0) {
                LockSupport.parkNanos(TICK_NANOS);
                tick(System.nanoTime());
            }
        } finally {
            RUNNING.set(false);
            if (!OPEN.isEmpty()) {
                startIfNeeded();
            }
        }
    }

    private void tick(long now) {
        IdentityHashMap<DataSource, List<Section>> toAsk = new IdentityHashMap<>();
        for (Section section : OPEN) {
            if (now - section.sinceNanos() >= TICK_NANOS && !section.isBorrowing()) {
                section.endIfCancelled(now);
                if (!section.isCut() && section.silence().look(now) && section.pid() != 0) {
                    toAsk.computeIfAbsent(section.dataSource(), any -> new ArrayList<>())
                            .add(section);
                }
            }
        }
        toAsk.forEach((dataSource, sections) -> {
            if (!asked.containsKey(dataSource)) {
                Inquiry inquiry = new Inquiry(dataSource, sections);
                asked.put(dataSource, inquiry);
                sections.forEach(section -> section.silence().ask(inquiry));
                inquiry.start(earlier.put(dataSource, inquiry));
            }
        });
        asked.values().removeIf(inquiry -> isAnswered(inquiry, now));
    }

    private static boolean isAnswered(Inquiry inquiry, long now) {
        Inquiry.Answer answer = inquiry.poll(now);
        if (answer == null) {
            return false;
        }
        for (Section section : inquiry.sections()) {
            String dead = section.silence().answered(answer);
            if (dead != null) {
                section.cut(dead);
            }
        }
        return true;
    }
}
