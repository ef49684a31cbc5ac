package io.cameletl.camel;

import io.cameletl.pipeline.PipelineListener;
import org.jspecify.annotations.Nullable;

/** Finds the notifier that the options name. */
final class NotifierWiring {
    private NotifierWiring() {}

    static @Nullable PipelineListener of(OptionReader read) {
        Object option = read.options().getNotifier();
        if (option == null) {
            return null;
        }
        PipelineListener bean = read.bean("notifier", option, PipelineListener.class);
        return bean != null
                ? bean
                : new EndpointNotifier(TransformWiring.endpoint(read, "notifier", option.toString()));
    }
}
