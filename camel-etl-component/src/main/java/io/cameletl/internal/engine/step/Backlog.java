package io.cameletl.internal.engine.step;

import io.cameletl.internal.engine.events.Reason;
import io.cameletl.internal.engine.page.ExtractedPage;
import io.cameletl.internal.engine.page.Growth;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.Backlogged.LargePage;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSpec;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.records.BinaryRows;
import io.cameletl.internal.values.WireTypes;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the pages of a run grow while many wait: each page costs the same round trips and commit, however few rows it has.
 * Their rows, their bytes and the time of their load are bounded. After one that fails its rows come by pages of the usual
 * size, and so do those after them for a while, which is longer with each failure. Thread-safe.
 */
final class Backlog implements Growth {
    /** So many full pages are read one after the other before one is large, or fewer with so many rows. */
    static final int FULL_PAGES = 8;

    private static final int FULL_ROWS = 20_000;

    private static final int FEWEST_PAGES = 2;

    /** A page is to be loaded in so long, judged by the one before. */
    private static final Duration LOAD = Duration.ofSeconds(1);

    private static final long MOST_BYTES = 8 << 20;

    /** Several pages are in memory at a time, each in several forms. */
    private static final int PART_OF_MEMORY = 64;

    /** So many pages are not large after the first failure, twice as many after the second, and so on. */
    private static final int REST = 64;

    private static final int MOST_DOUBLINGS = 16;
    private static final Log LOG = Log.of(Backlog.class);

    private final String pipeline;
    private final int usual;
    private final int most;
    private final long bytes = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / PART_OF_MEMORY);
    private final BooleanSupplier stopping;
    private int rest;
    private int failures;
    private int inTime;
    private WireTypes binary = WireTypes.NONE;
    private boolean off;

    /** @param stopping whether the run is to end, and whatever is asked is cancelled */
    Backlog(PipelineSpec<?> spec, BooleanSupplier stopping) {
        PipelineSettings settings = spec.settings();
        this.pipeline = spec.name();
        this.usual = settings.pageSize();
        this.most = settings.backlogPageSize();
        this.rest = Math.max(FEWEST_PAGES, Math.min(FULL_PAGES, FULL_ROWS / usual));
        this.stopping = stopping;
        // A run of so many pages at most has so many rows at most.
        this.off = most <= usual || settings.maxPagesPerRun() > 0 || Backlogged.of(spec.source()) == null;
    }

    @Override
    public synchronized @Nullable LargePage next() {
        if (off) {
            return null;
        }
        if (rest > 0) {
            rest--;
            return null;
        }
        return inTime > usual ? new LargePage(inTime, bytes, binary) : null;
    }

    /**
     * A page of so many rows was loaded in so long.
     *
     * @param taken the columns that the target takes in binary
     */
    synchronized void loaded(int rows, long nanos, WireTypes taken) {
        binary = taken;
        if (rows >= usual) {
            inTime = (int) Math.min(most, (double) rows * LOAD.toNanos() / Math.max(1, nanos));
        }
    }

    @Override
    public void unreadable(Exception failure) throws Exception {
        if (stopping.getAsBoolean()) {
            throw failure;
        }
        failed(failure);
    }

    /** A large page failed. */
    synchronized void failed(Exception failure) {
        rest = REST << Math.min(failures++, MOST_DOUBLINGS);
        LOG.info(
                pipeline,
                "pipeline \"{}\": a page of more than pageSize={} rows failed: {}. Its rows come by pages of {}, as the next"
                        + " {} pages do",
                pipeline,
                usual,
                Reason.of(pipeline, failure),
                usual,
                rest);
    }

    /** @return whether a page may have been large until now */
    synchronized boolean end() {
        boolean large = !off && rest == 0;
        off = true;
        return large;
    }

    /** @return whether a page may be large now */
    synchronized boolean isOn() {
        return !off && rest == 0;
    }

    /** @return whether a page may be read again as one of the usual size and form, when it fails */
    synchronized boolean isLarge(ExtractedPage<?> page) {
        return (!off && page.rows() > usual)
                || page.data().stream().anyMatch(table -> table.records() instanceof BinaryRows);
    }
}
