package io.cameletl.internal.adapter.options;

import io.cameletl.EtlException;
import io.cameletl.camel.EtlConfiguration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule between options: one that needs another, or two that do not go together. All of them are in one list, and
 * checked before anything is built. What a single option may be is said where it is used.
 *
 * @param text the rule, why, and what to do
 * @param broken whether what is given breaks it
 */
public record OptionRule<T>(String text, Predicate<T> broken) {
    private static final String EITHER = ". Leave out either";

    /** The rules between an endpoint's options. */
    public static final List<OptionRule<OptionReader>> OF_ENDPOINTS = Stream.of(
                    SourceRules.which(),
                    SourceRules.windows(),
                    FullPassRules.rules(),
                    SourceRules.shards(),
                    FailureRules.rules(),
                    TargetRules.commits(),
                    TargetRules.perTable(),
                    TargetRules.otherTarget(),
                    TargetRules.timeouts(),
                    TargetRules.schema(),
                    SourceRules.rows(),
                    TargetRules.whichTables())
            .flatMap(rules -> rules)
            .toList();

    /** The rules between the parameters of the route template that are no options of the endpoint. */
    public static final List<OptionRule<Set<String>>> OF_TEMPLATES = List.of(new OptionRule<>(
            "cooldown needs failureThreshold: it is how long the circuit breaker stays open, and failureThreshold asks"
                    + " for one. Give both or neither",
            given -> given.contains("cooldown") && !given.contains("failureThreshold")));

    /** @throws EtlException with the text of the first rule that is broken */
    public static <T> void check(String pipeline, List<OptionRule<T>> rules, T given) {
        for (OptionRule<T> rule : rules) {
            if (rule.broken.test(given)) {
                throw new EtlException(pipeline, rule.text);
            }
        }
    }

    static OptionRule<OptionReader> conflict(
            String option, String other, String why, Predicate<EtlConfiguration> broken) {
        return rule(option + " does not go with " + other + ": " + why + EITHER, broken);
    }

    static OptionRule<OptionReader> rule(String text, Predicate<EtlConfiguration> broken) {
        return new OptionRule<>(text, read -> broken.test(read.options()));
    }

    static boolean isEmpty(@Nullable String list) {
        return OptionReader.names(list).isEmpty();
    }
}
