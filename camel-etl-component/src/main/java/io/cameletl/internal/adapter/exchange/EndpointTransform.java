package io.cameletl.internal.adapter.exchange;

import io.cameletl.TargetData;
import io.cameletl.Transform;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/** Lets an endpoint, such as {@code bean:name}, transform a page: its body is the rows, its answer the records. */
public final class EndpointTransform extends ServiceSupport implements Transform<Object> {
    private final String pipeline;
    private final @Nullable String onlyTable;
    private final EndpointCall call;

    public EndpointTransform(String pipeline, @Nullable String onlyTable, Endpoint endpoint) {
        this.pipeline = pipeline;
        this.onlyTable = onlyTable;
        this.call = new EndpointCall(pipeline, "transform", endpoint);
    }

    @Override
    public List<TargetData> transform(List<Object> rows) throws Exception {
        Object answer = call.ask(rows, exchange -> {});
        return Bodies.tables(pipeline, onlyTable, answer);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(call);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(call);
    }
}
