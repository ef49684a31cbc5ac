package io.cameletl.internal.engine.step;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.page.Memory;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import io.cameletl.internal.outlet.Value;
import java.util.function.BooleanSupplier;

/**
 * How many rows a page of a run has, more of them while many wait, and how many pages are read ahead. A page that does not fit the memory is read again
 * with half as many rows, down to one, and nothing is read ahead from then on. The next run begins with all of them again.
 */
final class PageSize {
    private static final Log LOG = Log.of(PageSize.class);

    private final String pipeline;
    private final int wanted;
    private final Backlog backlog;
    private int rows;
    private int ahead;

    /** @param stopping whether the run is to end */
    PageSize(PipelineSpec<?> spec, BooleanSupplier stopping) {
        PipelineSettings settings = spec.settings();
        this.pipeline = spec.name();
        this.backlog = new Backlog(spec, stopping);
        this.wanted = settings.pageSize();
        this.rows = wanted;
        // One waits while another is loaded on each lane.
        this.ahead = settings.prefetch() == 0 ? 0 : Math.max(settings.prefetch(), settings.lanes());
    }

    int rows() {
        return rows;
    }

    /** @return says when a page may have more rows */
    Backlog backlog() {
        return backlog;
    }

    int ahead() {
        return ahead;
    }

    /** @return whether a page that failed so is to be read again with fewer rows, or with none behind it */
    boolean canShrink(Throwable failure) {
        return Memory.wasShort(failure) && (rows > 1 || ahead > 0 || backlog.isOn());
    }

    /** What the page had held is to be let go of before. */
    void shrink() {
        // It may have been a large one.
        rows = backlog.end() ? rows : Math.max(1, rows / 2);
        ahead = 0;
        LOG.warn(
                pipeline,
                "pipeline \"{}\": a page does not fit the memory of {} MB. It is read again with {} rows, and nothing is read"
                        + " ahead until the end of the run. Make pageSize, which is {}, smaller, or give the JVM more memory",
                pipeline,
                Memory.megabytes(),
                rows,
                wanted);
    }

    /**
     * @param place which row, in words
     * @return why a page of one row failed, and what to do
     */
    EtlException tooLarge(String place, Throwable failure) {
        return new EtlException(
                pipeline,
                "a row does not fit the memory of " + Memory.megabytes() + " MB, though it was read alone: "
                        + place + " (" + Value.words(String.valueOf(Outlet.words(failure)))
                        + "). A smaller pageSize does not help. Give the JVM more memory (-Xmx), several times what the row"
                        + " has, or leave out or shorten its large columns. The cursor stays before it",
                failure);
    }
}
