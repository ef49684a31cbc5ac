package io.cameletl.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Wall time, and processor time of this JVM: what the client side costs, for the servers are other processes. */
final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Stopwatch() {}

    record Lap(double seconds, double cpuSeconds) {}

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    static Lap time(Work work) throws Exception {
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        return new Lap((System.nanoTime() - wall) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
    }
}
