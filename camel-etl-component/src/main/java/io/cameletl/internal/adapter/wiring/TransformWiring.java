package io.cameletl.internal.adapter.wiring;

import io.cameletl.EtlException;
import io.cameletl.Transform;
import io.cameletl.internal.adapter.exchange.EndpointTransform;
import org.apache.camel.Endpoint;
import org.jspecify.annotations.Nullable;

/** Finds the transform that the options name. */
final class TransformWiring {
    private TransformWiring() {}

    static @Nullable Transform<?> of(OptionReader read, @Nullable String onlyTable) {
        Object option = read.options().getTransform();
        if (option == null) {
            return null;
        }
        Transform<?> bean = read.bean("transform", option, Transform.class);
        if (bean != null) {
            return bean;
        }
        return new EndpointTransform(read.pipeline(), onlyTable, endpoint(read, "transform", option.toString()));
    }

    static Endpoint endpoint(OptionReader read, String option, String uri) {
        try {
            return read.context().getEndpoint(uri);
        } catch (RuntimeException e) {
            throw new EtlException(read.pipeline(), "option " + option + " names no endpoint: " + e.getMessage(), e);
        }
    }
}
