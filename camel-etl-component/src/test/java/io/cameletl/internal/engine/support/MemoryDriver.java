package io.cameletl.internal.engine.support;

import io.cameletl.internal.engine.driver.Driver;
import io.cameletl.internal.engine.driver.PageWriter;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** A driver for this JVM's memory, whose failures may pass when they are of input or output. */
public record MemoryDriver(MemoryStore store, Supplier<PageWriter> writers) implements Driver {
    public MemoryDriver(MemoryStore store) {
        this(store, () -> new MemoryWriter(store));
    }

    @Override
    public PageWriter open(String owner, boolean nonePostponed) {
        return writers.get();
    }

    @Override
    public boolean isTransient(Throwable failure) {
        return failure instanceof IOException;
    }

    @Override
    public List<String> check(List<String> columns) {
        return List.of();
    }
}
