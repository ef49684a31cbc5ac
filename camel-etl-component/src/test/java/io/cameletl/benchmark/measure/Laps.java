package io.cameletl.benchmark.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The laps of one loader at one page size, each with the yardstick's of the same round. */
public final class Laps {
    private final List<Lap> laps = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> pageMillis = new ArrayList<>();

    /**
     * @param yardstick the lap before it that it is compared with
     * @param pages how long each of its pages took in milliseconds
     */
    public void add(Lap lap, Lap yardstick, List<Double> pages) {
        laps.add(lap);
        ratios.add(yardstick.seconds() / lap.seconds());
        pageMillis.addAll(pages);
    }

    double median(ToDoubleFunction<Lap> of) {
        return quantile(laps.stream().mapToDouble(of).toArray(), 0.5);
    }

    /** How often as quick as the yardstick: the lowest, the median, and the highest of the pairs. */
    List<Double> ratio() {
        double[] values = ratios.stream().mapToDouble(Double::doubleValue).toArray();
        return List.of(quantile(values, 0), quantile(values, 0.5), quantile(values, 1));
    }

    long heapMegabytes() {
        return laps.stream().mapToLong(Lap::heapMegabytes).max().orElse(0);
    }

    /** Milliseconds of these parts of all pages; empty when it has none. */
    List<Double> pageMillis(double... parts) {
        double[] values = pageMillis.stream().mapToDouble(Double::doubleValue).toArray();
        return values.length == 0
                ? List.of()
                : Arrays.stream(parts).mapToObj(part -> quantile(values, part)).toList();
    }

    /** The value that so large a part of the others does not exceed; between two values where it falls between them. */
    private static double quantile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = part * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
