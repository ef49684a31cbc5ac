package io.cameletl.internal.adapter.wiring;

import io.cameletl.PipelineListener;
import io.cameletl.Transform;
import io.cameletl.internal.adapter.exchange.EndpointNotifier;
import io.cameletl.internal.adapter.exchange.EndpointTransform;
import io.cameletl.internal.adapter.options.OptionReader;
import org.jspecify.annotations.Nullable;

/** Finds the transform and the notifier, which the options name by an endpoint's URI or as a bean. */
final class EndpointOrBean {
    private EndpointOrBean() {}

    static @Nullable Transform<?> transform(OptionReader read, @Nullable String onlyTable) {
        Object option = read.options().getTransform();
        if (option == null) {
            return null;
        }
        Transform<?> bean = read.bean("transform", option, Transform.class);
        return bean != null
                ? bean
                : new EndpointTransform(read.pipeline(), onlyTable, read.endpoint("transform", option.toString()));
    }

    static @Nullable PipelineListener notifier(OptionReader read) {
        Object option = read.options().getNotifier();
        if (option == null) {
            return null;
        }
        if (named(read, option) instanceof OwnListener own) {
            return own.listener();
        }
        PipelineListener bean = read.bean("notifier", option, PipelineListener.class);
        return bean != null
                ? bean
                : new EndpointNotifier(read.pipeline(), read.endpoint("notifier", option.toString()));
    }

    private static @Nullable Object named(OptionReader read, Object option) {
        return option instanceof String text && text.startsWith("#")
                ? read.context().getRegistry().lookupByName(text.substring(1))
                : option;
    }
}
