package io.cameletl.internal.engine.spec;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.internal.values.WireTypes;
import org.jspecify.annotations.Nullable;

/** A source whose rows nobody but the loader sees, so that a page may have more of them while many pages wait. */
public interface Backlogged<C> {
    /** @return whether a page may have more rows than {@code pageSize} */
    boolean mayGrow();

    /**
     * Extracts a page as {@link Source#extract} does.
     *
     * @param most what the page may have where the source can tell beforehand about how much that is; else it has
     *     {@code pageSize} rows at most
     * @throws Exception when the source cannot be asked; the same page of {@code pageSize} rows may be read nevertheless
     */
    ExtractResponse<C> extract(ExtractRequest<C> request, LargePage most) throws Exception;

    /** @return the source, if its pages may have more rows than {@code pageSize}; else null */
    @SuppressWarnings("unchecked") // it is of the source's type of cursors
    static <C> @Nullable Backlogged<C> of(Source<C> source) {
        return source instanceof Backlogged<?> backlogged && backlogged.mayGrow() ? (Backlogged<C>) backlogged : null;
    }

    /**
     * What a large page has at most.
     *
     * @param rows its rows
     * @param bytes about so many bytes of them
     * @param binary the columns that the target takes in binary
     */
    record LargePage(int rows, long bytes, WireTypes binary) {
        /** One whose rows come as texts. */
        public LargePage(int rows, long bytes) {
            this(rows, bytes, WireTypes.NONE);
        }
    }
}
