package io.cameletl.internal.engine.spec;

import io.cameletl.EtlException;
import io.cameletl.Source;
import io.cameletl.Transform;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline is made of.
 *
 * @param name its name, the key of everything that is kept of it; not blank
 * @param source where the rows come from
 * @param transform makes rows into tables' records; null when they already are
 * @param onlyTable the table that rows go to which are not target data; null when the pipeline does not have just one
 * @param cursors reads and writes the cursor
 * @param seed the cursor of a pipeline that has none yet; null to start at the beginning
 * @param settings how its runs go about their work
 */
public record PipelineSpec<C>(
        String name,
        Source<C> source,
        @Nullable Transform<?> transform,
        @Nullable String onlyTable,
        CursorCodec<C> cursors,
        @Nullable C seed,
        PipelineSettings settings) {
    /** @throws EtlException when the name is blank, or the seed does not survive a round trip through JSON */
    public PipelineSpec {
        if (name.isBlank()) {
            throw new EtlException(name, "a pipeline needs a name that is not blank");
        }
        cursors.check(seed);
    }
}
