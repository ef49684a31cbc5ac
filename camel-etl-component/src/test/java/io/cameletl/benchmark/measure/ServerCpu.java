package io.cameletl.benchmark.measure;

import io.cameletl.benchmark.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processor time of a database's sessions, from {@code /proc}: where the server runs on this machine, and on Linux. Left
 * out is what sessions used that have ended, parallel workers, and the server's own processes.
 */
public final class ServerCpu {
    private final Database database;
    private final boolean local;

    /** Nanoseconds by process. */
    record Reading(Map<Integer, Long> nanos) {}

    public ServerCpu(Database database) {
        this.database = database;
        this.local = isLocal(database);
    }

    Reading read() {
        Map<Integer, Long> nanos = new HashMap<>();
        if (local) {
            String processes = database.value("select coalesce(string_agg(pid::text, ','), '') from pg_stat_activity"
                    + " where datname = current_database() and backend_type = 'client backend'");
            for (String process : processes.split(",")) {
                Long used = used(process);
                if (used != null) {
                    nanos.put(Integer.valueOf(process), used);
                }
            }
        }
        return new Reading(nanos);
    }

    /** @return NaN where it cannot be known */
    double secondsSince(Reading before) {
        if (!local) {
            return Double.NaN;
        }
        long sum = 0;
        for (var session : read().nanos().entrySet()) {
            sum += session.getValue() - before.nanos().getOrDefault(session.getKey(), 0L);
        }
        return sum / 1e9;
    }

    /** The process of that number is the session's: it says so, with the database's name, which no other has. */
    private static boolean isLocal(Database database) {
        int process = database.<Integer>value("select pg_backend_pid()");
        try {
            String title = Files.readString(Path.of("/proc/" + process + "/cmdline"));
            return title.contains(database.name()) && used(String.valueOf(process)) != null;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Long used(String process) {
        try {
            return Long.valueOf(
                    Files.readString(Path.of("/proc/" + process + "/schedstat")).split(" ")[0]);
        } catch (IOException e) {
            return null; // it has ended
        }
    }
}
