package io.cameletl.internal.engine.run;

import io.cameletl.PipelineListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every listener; one that throws is logged and changes nothing. */
public final class PipelineEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineEvents.class);

    private final List<PipelineListener> listeners;

    public PipelineEvents(List<? extends PipelineListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    public void tell(String pipeline, Consumer<PipelineListener> news) {
        for (PipelineListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Exception | Error e) {
                LOG.warn("pipeline \"{}\": the listener {} failed; the run goes on", pipeline, listener, e);
            }
        }
    }
}
