package io.cameletl.internal.engine.spec;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import org.jspecify.annotations.Nullable;

/** A source that may be able to read one page after the other as they are at one moment, whatever changes meanwhile. */
public interface Momentary<C> {
    /** @return whether it is able to */
    boolean hasMoments();

    /**
     * Reads all pages from a first one on. A transaction stays open at the source until the last has been used.
     *
     * @throws Exception when the source cannot be asked, or what the use of a page threw
     */
    void readAtOneMoment(ExtractRequest<C> first, PageUse<C> use) throws Exception;

    /** What is done with a page. */
    @FunctionalInterface
    interface PageUse<C> {
        void of(ExtractResponse<C> page) throws Exception;
    }

    /** @return the source, if it is able to; else null */
    @SuppressWarnings("unchecked") // it is of the source's type of cursors
    static <C> @Nullable Momentary<C> of(Source<C> source) {
        return source instanceof Momentary<?> momentary && momentary.hasMoments() ? (Momentary<C>) momentary : null;
    }
}
