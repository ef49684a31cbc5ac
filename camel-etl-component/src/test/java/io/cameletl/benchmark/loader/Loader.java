package io.cameletl.benchmark.loader;

import java.util.List;

/** A way of bringing the source's rows into the target, from the beginning. */
public interface Loader extends AutoCloseable {
    String name();

    /** Whether {@link #load} heeds the page size, and the loader is compared with one that does not. */
    default boolean paged() {
        return true;
    }

    /** @throws Exception when not every row arrived */
    void load(int pageSize) throws Exception;

    /** @return milliseconds of each page since this was last asked; none where they are not known */
    default List<Double> pageMillis() {
        return List.of();
    }

    @Override
    default void close() throws Exception {}
}
