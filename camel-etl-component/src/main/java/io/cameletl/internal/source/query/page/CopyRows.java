package io.cameletl.internal.source.query.page;

import org.jspecify.annotations.Nullable;

/** The rows of a page that come by {@code COPY ... TO STDOUT}, in one of its formats. Used by one thread. */
interface CopyRows {
    /** @return what is to be selected of {@code q}, the query */
    String columns();

    /** @return whether in binary, else as text */
    boolean isBinary();

    /**
     * @param message what the server sent at a time
     * @return false when it is not what it should be, or a cursor value is NULL
     */
    boolean add(byte[] message);

    /** @return how many rows the server sent */
    long sent();

    /** @return the page; null when a cursor value of its end is no UTF-8 */
    PageQuery.@Nullable Page page();
}
