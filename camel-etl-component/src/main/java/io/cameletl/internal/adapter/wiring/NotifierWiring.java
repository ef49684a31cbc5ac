package io.cameletl.internal.adapter.wiring;

import io.cameletl.PipelineListener;
import io.cameletl.internal.adapter.exchange.EndpointNotifier;
import org.jspecify.annotations.Nullable;

/** Finds the notifier that the options name. */
final class NotifierWiring {
    private NotifierWiring() {}

    static @Nullable PipelineListener of(OptionReader read) {
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
                : new EndpointNotifier(TransformWiring.endpoint(read, "notifier", option.toString()));
    }

    private static @Nullable Object named(OptionReader read, Object option) {
        return option instanceof String text && text.startsWith("#")
                ? read.context().getRegistry().lookupByName(text.substring(1))
                : option;
    }
}
