package io.cameletl.internal.engine.page;

import io.cameletl.internal.engine.driver.PageWriter;
import org.jspecify.annotations.Nullable;

/** Opens a run's writer with its first page, so that an idle run leaves the target's tables alone. */
public final class LazyWriter implements AutoCloseable {
    private final PageWriter.Factory writers;
    private final String owner;
    private @Nullable PageWriter writer;

    public LazyWriter(PageWriter.Factory writers, String owner) {
        this.writers = writers;
        this.owner = owner;
    }

    public PageWriter get() throws Exception {
        PageWriter open = writer;
        if (open == null) {
            open = writers.open(owner);
            writer = open;
        }
        return open;
    }

    /** Clears away what earlier runs left behind, where no page has done so. */
    public void clearIfUnused() throws Exception {
        if (writer == null) {
            get().clear();
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
