package io.cameletl.internal.engine;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.spec.PipelineIdentity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds a pipeline against what the store knows of the one of its name. A name is not a lock: two teams that give one name
 * to two pipelines would share a cursor, and each would pass over rows that the other has not read.
 */
record IdentityCheck(String pipeline, PipelineStore store) {
    /** Others start at the same time, each with what it adds. */
    private static final int ATTEMPTS = 10;

    /** @throws EtlException when the name is another pipeline's */
    void check(PipelineIdentity identity) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            String before = store.madeOf(pipeline);
            PipelineIdentity kept = PipelineIdentity.of(pipeline, before);
            List<String> differences = identity.differences(kept);
            if (!differences.isEmpty()) {
                throw new EtlException(
                        pipeline,
                        "the name is another pipeline's in these state tables: " + String.join("; ", differences)
                                + ". Two pipelines of one name would share a cursor and lose rows. Give this one"
                                + " another name, or a stateSchema of its own; where it is the same one, changed, send"
                                + " operation=adopt and start it again");
            }
            if (keep(before, identity.with(kept))) {
                return;
            }
        }
        throw new EtlException(pipeline, "others keep changing what it is made of. Start it again");
    }

    /** A cursor of other columns, or of another type, is set. */
    void forgetCursor() {
        String before = store.madeOf(pipeline);
        if (before != null) {
            keep(before, PipelineIdentity.of(pipeline, before).withoutCursor());
        }
    }

    private boolean keep(@Nullable String before, PipelineIdentity identity) {
        String after = identity.json(pipeline);
        return after.equals(before) || store.madeOf(pipeline, before, after);
    }
}
