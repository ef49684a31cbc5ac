package io.cameletl.internal.engine.page;

import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import org.jspecify.annotations.Nullable;

/** Says how far pages grow while many wait. Asked on the thread that reads. */
public interface Growth {
    /** Pages stay as they are. */
    Growth NONE = new Growth() {
        @Override
        public @Nullable LargePage next() {
            return null;
        }

        @Override
        public void unreadable(Exception failure) throws Exception {
            throw failure;
        }
    };

    /** @return what the page that is read next may have; null for {@code pageSize} rows */
    @Nullable
    LargePage next();

    /**
     * A large page could not be read. Its first rows are read next, as a page of {@code pageSize}.
     *
     * @throws Exception the failure, where that would not help
     */
    void unreadable(Exception failure) throws Exception;
}
