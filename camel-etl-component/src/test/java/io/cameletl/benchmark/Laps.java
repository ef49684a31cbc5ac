package io.cameletl.benchmark;

import io.cameletl.benchmark.Stopwatch.Lap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The laps of one loader at one page size. */
final class Laps {
    private final List<Lap> laps = new ArrayList<>();

    void add(Lap lap) {
        laps.add(lap);
    }

    double seconds() {
        return median(Lap::seconds);
    }

    double cpuSeconds() {
        return median(Lap::cpuSeconds);
    }

    private double median(ToDoubleFunction<Lap> of) {
        double[] sorted = laps.stream().mapToDouble(of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
