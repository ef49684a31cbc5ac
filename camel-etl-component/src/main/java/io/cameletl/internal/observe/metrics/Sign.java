package io.cameletl.internal.observe.metrics;

import io.cameletl.internal.observe.vitals.Verified;
import io.cameletl.internal.observe.vitals.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a gauge tells of a pipeline.
 *
 * @param meter its name, without what all of them begin with
 * @param unit of its value; null for none
 * @param description what it is
 * @param value made of what is known, and of now
 */
record Sign(String meter, @Nullable String unit, String description, ToDoubleBiFunction<Vitals, Instant> value) {
    static final List<Sign> ALL = List.of(
            new Sign("lag", "seconds", "How far the target is behind the source", Sign::lag),
            new Sign(
                    "late",
                    null,
                    "1 while the target is later than lateAfter",
                    (known, now) -> flag(known.now().late())),
            new Sign(
                    "verification.age",
                    "seconds",
                    "How long ago source and target were last compared to the end",
                    Sign::verifiedAgo),
            new Sign(
                    "verification.differences",
                    "rows",
                    "Rows that differed when source and target were last compared to the end",
                    Sign::differences),
            new Sign(
                    "verification.overdue",
                    null,
                    "1 while the last comparison is older than verifyEvery",
                    (known, now) -> flag(known.now().unverified())),
            new Sign(
                    "consecutive.failures",
                    null,
                    "Failed runs since the last that did not fail",
                    (known, now) -> known.failures()),
            new Sign(
                    "breaker.open",
                    null,
                    "1 while the circuit breaker refuses runs",
                    (known, now) -> flag(known.isOpen())),
            new Sign("paused", null, "1 while runs do nothing", (known, now) -> flag(known.paused())),
            new Sign("skipped", "pages", "Skipped pages in the ledger", (known, now) -> known.ledgers()
                    .skipped()),
            new Sign("rejected", "records", "Rejected records in the ledger", (known, now) -> known.ledgers()
                    .rejected()),
            new Sign(
                    "postponed",
                    "records",
                    "Records that wait for rows which they refer to",
                    (known, now) -> known.ledgers().postponed()));

    private static double lag(Vitals known, Instant now) {
        Duration lag = known.lag(now);
        return lag == null ? Double.NaN : lag.toMillis() / 1e3;
    }

    private static double verifiedAgo(Vitals known, Instant now) {
        Verified last = known.verified();
        return last == null ? Double.NaN : Duration.between(last.at(), now).toMillis() / 1e3;
    }

    private static double differences(Vitals known, Instant now) {
        Verified last = known.verified();
        return last == null ? Double.NaN : last.differences();
    }

    private static double flag(boolean set) {
        return set ? 1 : 0;
    }
}
