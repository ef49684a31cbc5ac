package io.cameletl.internal.console.page;

import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineLine.RunMark;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The last runs as bars: the colour is the outcome, the height is the rows. A run that failed reaches below the line on
 * which the others stand, so that nobody needs to see its colour.
 *
 * @param bars of each style, drawn as one path
 * @param says the same in words
 */
record Strip(List<Bars> bars, String says) {
    static final int RUNS = 20;
    private static final int LINE = 26;
    private static final int BOTTOM = 30;
    private static final int STEP = 11;
    private static final int WIDTH = 9;
    private static final int LOWEST = 3;

    /** Bars of one style class. */
    record Bars(String style, String path) {}

    /** @return the runs that ended, and the one in hand */
    static Strip of(PipelineLine line) {
        RunningNow running = line.running();
        if (running == null) {
            return of(line.lastRuns());
        }
        List<RunMark> runs = new ArrayList<>(line.lastRuns());
        runs.removeIf(run -> run.run() == running.run());
        runs.add(new RunMark(running.run(), Words.RUNNING, running.since(), Duration.ZERO, running.rows()));
        return of(runs.subList(Math.max(0, runs.size() - RUNS), runs.size()));
    }

    private static Strip of(List<RunMark> runs) {
        long most = Math.max(1, runs.stream().mapToLong(RunMark::rows).max().orElse(1));
        Map<String, StringBuilder> paths = new LinkedHashMap<>();
        Map<String, Integer> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            RunMark run = runs.get(i);
            paths.computeIfAbsent(Words.outcomeStyle(run.outcome()), style -> new StringBuilder())
                    .append(bar((RUNS - runs.size() + i) * STEP, run, most));
            outcomes.merge(Words.lower(run.outcome()), 1, Integer::sum);
        }
        List<Bars> bars = new ArrayList<>();
        paths.forEach((style, path) -> bars.add(new Bars(style, path.toString())));
        return new Strip(bars, says(runs.size(), outcomes));
    }

    private static String bar(int x, RunMark run, long most) {
        boolean failed = run.outcome().equals("FAILED");
        long height = failed
                ? BOTTOM
                : LOWEST + Math.round((LINE - LOWEST) * Math.sqrt(Math.max(0, run.rows()) / (double) most));
        int foot = failed ? BOTTOM : LINE;
        return "M" + x + " " + foot + "v-" + height + "h" + WIDTH + "v" + height + "z";
    }

    private static String says(int runs, Map<String, Integer> outcomes) {
        if (runs == 0) {
            return "no run had rows yet";
        }
        StringJoiner counts = new StringJoiner(", ", runs == 1 ? "last run: " : "last " + runs + " runs: ", "");
        outcomes.forEach((outcome, many) -> counts.add(many + " " + outcome));
        return counts.toString();
    }
}
