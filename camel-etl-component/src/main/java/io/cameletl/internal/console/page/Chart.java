package io.cameletl.internal.console.page;

import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.PipelineView.LagSample;
import io.cameletl.internal.console.view.PipelineView.RunLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a pipeline did over time, as a picture with the same in words.
 *
 * @param title what it is of
 * @param says what is to be seen in it
 * @param top the number at its upper edge
 * @param half the number at half of its height
 * @param axis the time along its bottom
 * @param shapes what is drawn
 */
record Chart(String title, String says, String top, String half, Axis axis, List<Shape> shapes) {
    private static final double NARROWEST = 4;

    /** A path of one style class. */
    record Shape(String style, String path) {}

    boolean isEmpty() {
        return shapes.stream().allMatch(shape -> shape.path.isEmpty());
    }

    /** @return what the runs wrote in a second; failed ones are marks over the whole height */
    static Chart throughput(PipelineView view) {
        Axis axis = axis(view);
        double most = view.runs().stream().mapToDouble(Chart::rate).max().orElse(0);
        double top = Axis.roundTop(most);
        StringBuilder good = new StringBuilder();
        StringBuilder bad = new StringBuilder();
        for (RunLine run : view.runs()) {
            boolean failed = run.outcome().equals("FAILED");
            (failed ? bad : good).append(bar(axis, run, failed ? 1 : rate(run) / top));
        }
        String says = view.runs().stream()
                .max(Comparator.comparingDouble(Chart::rate))
                .map(run -> "Most: " + Numbers.rate(rate(run)) + ", in run " + Numbers.of(run.run()) + " at "
                        + Times.stamp(run.startedAt()) + ".")
                .orElse("No run had rows yet.");
        return new Chart(
                "Rows per second",
                says,
                Numbers.rounded(top),
                Numbers.rounded(top / 2),
                axis,
                List.of(new Shape("ok", good.toString()), new Shape("bad", bad.toString())));
    }

    /** @return how far the target was behind */
    static Chart lag(PipelineView view) {
        Axis axis = axis(view);
        List<LagSample> lags = view.lags();
        double most = lags.stream().mapToDouble(Chart::seconds).max().orElse(0);
        double top = Axis.roundSeconds(most);
        StringBuilder line = new StringBuilder();
        for (LagSample sample : lags) {
            line.append(line.isEmpty() ? 'M' : 'L').append(point(axis.x(sample.at()), seconds(sample) / top));
        }
        String area = lags.isEmpty()
                ? ""
                : line + "L" + point(axis.x(lags.get(lags.size() - 1).at()), 0) + "L"
                        + point(axis.x(lags.get(0).at()), 0) + "z";
        return new Chart(
                "Behind the source",
                lagSays(lags),
                length(top),
                top < 4 ? "1 s" : length(top / 2),
                axis,
                List.of(new Shape("area", area), new Shape("line", line.toString())));
    }

    private static String lagSays(List<LagSample> lags) {
        return lags.stream()
                .max(Comparator.comparing(LagSample::lag))
                .map(worst -> "Most: " + Times.length(worst.lag()) + " at " + Times.stamp(worst.at()) + "; last: "
                        + Times.length(lags.get(lags.size() - 1).lag()) + ".")
                .orElse("This process has not seen it.");
    }

    private static String length(double seconds) {
        return Times.length(Duration.ofSeconds((long) seconds)).replace(" 0 h", "");
    }

    private static Axis axis(PipelineView view) {
        Instant now = view.at();
        Instant first = Stream.concat(
                        view.runs().stream().map(RunLine::startedAt),
                        view.lags().stream().map(LagSample::at))
                .min(Comparator.naturalOrder())
                .filter(at -> at.isBefore(now.minusSeconds(60)))
                .orElse(now.minusSeconds(60));
        return new Axis(first, now);
    }

    private static String bar(Axis axis, RunLine run, double height) {
        double from = axis.x(run.startedAt());
        double width = Math.max(NARROWEST, axis.x(run.startedAt().plus(run.took())) - from);
        double left = Math.min(from, Axis.WIDTH - width);
        return "M" + point(left, 0) + "L" + point(left, height) + "L" + point(left + width, height) + "L"
                + point(left + width, 0) + "z";
    }

    /** Nobody needs more than a tenth of the picture's measure. */
    private static String point(double x, double height) {
        return String.format(Locale.ROOT, "%.1f %.1f", x, Axis.HEIGHT - Math.min(1, Math.max(0, height)) * Axis.HEIGHT);
    }

    private static double rate(RunLine run) {
        return Numbers.perSecond(run.rows(), run.took());
    }

    private static double seconds(LagSample sample) {
        return Math.max(0, Times.inSeconds(sample.lag()));
    }
}
