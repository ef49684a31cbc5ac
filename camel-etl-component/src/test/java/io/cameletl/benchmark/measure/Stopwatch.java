package io.cameletl.benchmark.measure;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Takes a lap's times and memory; its pages are told of by who loads them. */
public final class Stopwatch {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final ServerCpu source;
    private final ServerCpu target;

    public Stopwatch(ServerCpu source, ServerCpu target) {
        this.source = source;
        this.target = target;
    }

    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    public Lap time(Work work) throws Exception {
        ServerCpu.Reading sourceCpu = source.read();
        ServerCpu.Reading targetCpu = target.read();
        HeapPeak.reset();
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        work.run();
        long took = System.nanoTime() - wall;
        double client = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        return new Lap(
                took / 1e9,
                client,
                source.secondsSince(sourceCpu),
                target.secondsSince(targetCpu),
                HeapPeak.megabytes());
    }

    /** @return how long it took */
    public static double seconds(Work work) throws Exception {
        long wall = System.nanoTime();
        work.run();
        return (System.nanoTime() - wall) / 1e9;
    }
}
