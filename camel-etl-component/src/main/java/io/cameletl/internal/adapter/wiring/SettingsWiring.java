package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.OnExhausted;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.engine.spec.FailurePolicy;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.RetryPolicy;
import java.time.Duration;
import java.util.List;

/** How the options say that runs go about their work. */
final class SettingsWiring {
    private SettingsWiring() {}

    static PipelineSettings of(OptionReader read) {
        EtlConfiguration options = read.options();
        try {
            return new PipelineSettings(
                    options.getPageSize(),
                    options.getMaxPagesPerRun(),
                    options.getPrefetch(),
                    Duration.ofMillis(options.getConsistencyDelay()),
                    Duration.ofMillis(options.getLookback()),
                    Duration.ofMillis(options.getLeaseDuration()),
                    Duration.ofMillis(options.getLateAfter()),
                    new RetryPolicy(
                            options.getMaximumRedeliveries(),
                            Duration.ofMillis(options.getRedeliveryDelay()),
                            options.getBackOffMultiplier(),
                            Duration.ofMillis(options.getMaximumRedeliveryDelay()),
                            EtlException::isTransient),
                    onFailure(read));
        } catch (IllegalArgumentException e) {
            throw read.refused(e);
        }
    }

    private static FailurePolicy onFailure(OptionReader read) {
        EtlConfiguration options = read.options();
        String exhausted = oneOf(read, "onExhausted", options.getOnExhausted(), "hold", "skip");
        String bad = oneOf(read, "onBadRecord", options.getOnBadRecord(), "fail", "reject");
        if (exhausted.equals("skip") && options.getLookback() > 0) {
            throw read.refused("onExhausted=skip passes a page once, and lookback reads it again, to be skipped again"
                    + " in every run. Leave out either");
        }
        if (bad.equals("reject") && options.getTarget() != null) {
            throw read.refused("onBadRecord=reject finds the records that PostgreSQL refuses, and target is of another"
                    + " kind. Leave out either");
        }
        if (bad.equals("reject") && (options.getCommit() != null || options.getCommitSql() != null)) {
            throw read.refused(
                    "onBadRecord=reject finds the records that the generated merge cannot load; a custom commit"
                            + " decides over its records itself. Leave out either");
        }
        if (bad.equals("reject") && options.getStateDataSource() != null) {
            throw read.refused("onBadRecord=reject needs the ledger of rejected records in the target database, to be"
                    + " written in the page's transaction, and stateDataSource is another. Leave out either");
        }
        if (bad.equals("reject") && options.getMaxRejectsPerRun() < 1) {
            throw read.refused("maxRejectsPerRun must be at least 1 with onBadRecord=reject, not "
                    + options.getMaxRejectsPerRun());
        }
        return new FailurePolicy(
                exhausted.equals("skip") ? OnExhausted.SKIP : OnExhausted.HOLD,
                bad.equals("reject") ? options.getMaxRejectsPerRun() : 0);
    }

    private static String oneOf(OptionReader read, String option, String value, String... valid) {
        for (String one : valid) {
            if (one.equalsIgnoreCase(value.strip())) {
                return one;
            }
        }
        throw read.refused("option " + option + "=" + value + " is none of " + List.of(valid));
    }
}
