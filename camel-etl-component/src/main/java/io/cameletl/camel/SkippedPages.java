package io.cameletl.camel;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;

/** The skipped pages that a message asks to replay. */
final class SkippedPages {
    private SkippedPages() {}

    /**
     * @return their numbers in the ledger; empty when the message names none
     * @throws IllegalArgumentException when it names something that is no number
     */
    static Set<Long> named(Message message) {
        Object named = message.getHeader(EtlConstants.SKIPPED_PAGES);
        if (named == null) {
            return Set.of();
        }
        Stream<?> numbers = named instanceof Collection<?> several
                ? several.stream()
                : Stream.of(named.toString().split(","));
        try {
            return numbers.map(number -> Long.valueOf(number.toString().strip()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the header " + EtlConstants.SKIPPED_PAGES + " names skipped pages by their numbers, and is "
                            + named,
                    e);
        }
    }
}
