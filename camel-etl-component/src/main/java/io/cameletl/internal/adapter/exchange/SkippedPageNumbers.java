package io.cameletl.internal.adapter.exchange;

import io.cameletl.camel.EtlConstants;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The skipped pages that somebody asks to replay. */
public final class SkippedPageNumbers {
    private SkippedPageNumbers() {}

    /**
     * @param named a number, several separated by commas, a collection of numbers; null for all
     * @return their numbers in the ledger; empty for all
     * @throws IllegalArgumentException when it names none, or something that is no number
     */
    public static Set<Long> of(@Nullable Object named) {
        if (named == null) {
            return Set.of();
        }
        Stream<?> numbers = named instanceof Collection<?> several
                ? several.stream()
                : Stream.of(named.toString().split(","));
        Set<Long> pages;
        try {
            pages = numbers.map(number -> Long.valueOf(String.valueOf(number).strip()))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (NumberFormatException e) {
            throw refused(named, e);
        }
        // Whoever has worked out that there is nothing to replay does not mean everything.
        if (pages.isEmpty()) {
            throw refused(named, null);
        }
        return pages;
    }

    private static IllegalArgumentException refused(Object named, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "skipped pages are named by their numbers in the ledger, such as 3,5, in the header "
                        + EtlConstants.SKIPPED_PAGES + " or to JMX, and not \"" + named
                        + "\". Name none at all to replay everything",
                cause);
    }
}
