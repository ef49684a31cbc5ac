package io.cameletl.camel.support;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A listener that keeps the events it is told of. */
public final class RecordedEvents implements PipelineListener {
    private final List<EtlEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void eventOccurred(EtlEvent event) {
        events.add(event);
    }

    /** @return the events so far, also those that are yet to come */
    public List<EtlEvent> list() {
        return events;
    }
}
