package io.cameletl.benchmark;

/** A way of bringing the source's table {@code users} into the target's, from its beginning. */
interface Loader extends AutoCloseable {
    String name();

    /** Whether {@link #load} heeds the page size; one that does not is measured once. */
    default boolean paged() {
        return true;
    }

    /** @throws Exception when not every row arrived */
    void load(int pageSize) throws Exception;

    @Override
    default void close() throws Exception {}
}
