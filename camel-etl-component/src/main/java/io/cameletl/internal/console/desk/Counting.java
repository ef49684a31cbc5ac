package io.cameletl.internal.console.desk;

import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.Overview.Counts;
import io.cameletl.internal.console.view.PipelineLine;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** Counts pipelines and lines of ledgers. */
final class Counting {
    private Counting() {}

    static Counts of(List<PipelineLine> lines, long total) {
        return new Counts(
                total,
                count(lines, line -> line.is(Condition.RUNNING)),
                count(lines, line -> line.is(Condition.FAILING)),
                count(lines, line -> line.is(Condition.LATE)),
                count(lines, line -> line.is(Condition.PAUSED)),
                count(lines, line -> line.is(Condition.OPEN)),
                count(lines, line -> line.is(Condition.STALLED)),
                sum(lines, line -> line.ledgers().skipped()),
                sum(lines, line -> line.ledgers().rejected()),
                sum(lines, line -> line.ledgers().postponed()));
    }

    private static long count(List<PipelineLine> lines, Predicate<PipelineLine> which) {
        return lines.stream().filter(which).count();
    }

    private static long sum(List<PipelineLine> lines, ToLongFunction<PipelineLine> number) {
        return lines.stream().mapToLong(number).sum();
    }
}
