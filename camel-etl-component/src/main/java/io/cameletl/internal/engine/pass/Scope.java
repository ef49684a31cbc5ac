package io.cameletl.internal.engine.pass;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a source should be in the target by now.
 *
 * @param after the cursor after which the pipeline began; null for the source's beginning
 * @param before the end of what is drained, exclusive; counts where the first cursor column is a time
 * @param upTo the pipeline's cursor; counts where it is none
 * @param whole whether all rows should be, whatever the rest says
 */
public record Scope<C>(@Nullable C after, Instant before, @Nullable C upTo, boolean whole) {
    /** What a pipeline has drained. */
    public Scope(@Nullable C after, Instant before, @Nullable C upTo) {
        this(after, before, upTo, false);
    }

    /**
     * All rows.
     *
     * @param now when they are read
     */
    public static <C> Scope<C> whole(Instant now) {
        return new Scope<>(null, now, null, true);
    }
}
