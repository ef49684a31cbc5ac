package io.cameletl.benchmark.measure;

import io.cameletl.PageReport;
import io.cameletl.PipelineListener;
import java.util.ArrayList;
import java.util.List;

/** From commit to commit, and from a run's start to the first: how long the target is behind because of pages. */
public final class PageTimes implements PipelineListener {
    private final List<Double> millis = new ArrayList<>();
    private long last;

    @Override
    public synchronized void runStarted(RunStart start) {
        last = System.nanoTime();
    }

    @Override
    public synchronized void pageCommitted(PageReport page) {
        long now = System.nanoTime();
        millis.add((now - last) / 1e6);
        last = now;
    }

    /** @return milliseconds of the pages since this was last asked */
    public synchronized List<Double> take() {
        List<Double> taken = List.copyOf(millis);
        millis.clear();
        return taken;
    }
}
