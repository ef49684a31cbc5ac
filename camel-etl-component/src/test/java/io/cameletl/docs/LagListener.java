package io.cameletl.docs;

import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// tag::listener[]
public final class LagListener implements PipelineListener {
    private final Map<String, Duration> lags = new ConcurrentHashMap<>();

    @Override
    public void runEnded(RunEnd end) {
        RunReport run = end.run();
        if (run.lag() != null) {
            lags.put(run.pipeline(), run.lag());
        }
    }

    public Map<String, Duration> lags() {
        return Map.copyOf(lags);
    }
}
// end::listener[]
