package io.cameletl.internal.adapter.options;

import static io.cameletl.internal.adapter.options.OptionRule.conflict;
import static io.cameletl.internal.adapter.options.OptionRule.rule;

import io.cameletl.OnBadRecord;
import io.cameletl.camel.EtlConfiguration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules between the options of what is done when a page or a record fails. */
final class FailureRules {
    private static final String REJECT = "onBadRecord=reject";

    private FailureRules() {}

    static Stream<OptionRule<OptionReader>> rules() {
        return Stream.of(
                rejects("target", "only PostgreSQL says which records it refuses", EtlConfiguration::getTarget),
                rejects("commit", "a custom commit decides over its records itself", EtlConfiguration::getCommit),
                rejects("commitSql", "a custom commit decides over its records itself", EtlConfiguration::getCommitSql),
                rejects(
                        "stateDataSource",
                        "the ledger of rejected records is written in the page's transaction, so it must be in the"
                                + " target database",
                        EtlConfiguration::getStateDataSource),
                rule(
                        REJECT + " needs maxRejectsPerRun of at least 1: with 0 the first bad record fails the run."
                                + " Raise it, or leave out " + REJECT,
                        o -> o.getOnBadRecord() == OnBadRecord.REJECT && o.getMaxRejectsPerRun() < 1),
                rule(
                        "redeliveryDelay needs maximumRedeliveryDelay of at least as much: no wait is longer. Raise"
                                + " maximumRedeliveryDelay, or lower redeliveryDelay",
                        o -> o.getMaximumRedeliveryDelay() < o.getRedeliveryDelay()));
    }

    private static OptionRule<OptionReader> rejects(
            String option, String why, Function<EtlConfiguration, @Nullable Object> value) {
        return conflict(REJECT, option, why, o -> o.getOnBadRecord() == OnBadRecord.REJECT && value.apply(o) != null);
    }
}
