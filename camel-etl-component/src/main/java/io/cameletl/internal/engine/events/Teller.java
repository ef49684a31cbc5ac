package io.cameletl.internal.engine.events;

import io.cameletl.EtlEvent;
import io.cameletl.EtlEvent.Kind;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/** Tells a pipeline's listeners of events, and not of the same over and over. Thread-safe. */
record Teller(Audience audience, Repetition repetition) {
    /**
     * Something has happened. Those who count hear of it also where it is left out for the others.
     *
     * @param words what tells it from others of its kind
     * @param event with how many like it were left out
     * @param stopping whether not to wait until listeners have heard
     */
    void happened(Kind kind, String words, LongFunction<? extends EtlEvent> event, BooleanSupplier stopping) {
        OptionalLong leftOut = repetition.happens(kind, words);
        if (leftOut.isPresent()) {
            tell(event.apply(leftOut.getAsLong()), stopping);
        } else {
            EtlEvent another = event.apply(0);
            audience.tellEach(listener -> listener.eventOccurred(another));
        }
    }

    /** Something was looked at and goes on: it has not happened once more. Nobody is waited for. */
    void goesOn(Kind kind, String words, EtlEvent event) {
        if (repetition.happens(kind, words).isPresent()) {
            tell(event, () -> true);
        }
    }

    /** @return whether somebody was told that it goes on, which is over now */
    boolean over(Kind... kinds) {
        return repetition.over(Set.of(kinds));
    }

    void tell(EtlEvent event, BooleanSupplier stopping) {
        audience.tell(listener -> listener.eventOccurred(event), stopping);
    }
}
