package io.cameletl.internal.adapter.management;

import io.cameletl.internal.adapter.control.Caller;
import io.cameletl.internal.adapter.control.PipelineControl;
import io.cameletl.internal.adapter.control.RefusedException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** A pipeline's control for JMX: a client has not our classes, so it is answered, and refused, by the platform's. */
final class JmxControl {
    private final PipelineControl control;
    private final Supplier<Caller> caller;

    /** @param caller who calls now */
    JmxControl(PipelineControl control, Supplier<Caller> caller) {
        this.control = control;
        this.caller = caller;
    }

    /** @return what is asked for, as JSON */
    String json(BiFunction<PipelineControl, Caller, Object> request) {
        return StatusJson.of(ask(request));
    }

    void tell(BiConsumer<PipelineControl, Caller> request) {
        ask((own, who) -> {
            request.accept(own, who);
            return true;
        });
    }

    <T> T ask(BiFunction<PipelineControl, Caller, T> request) {
        try {
            return request.apply(control, caller.get());
        } catch (RefusedException e) {
            throw e.reason() == RefusedException.Reason.ROLE
                    ? new SecurityException(e.getMessage())
                    : new IllegalStateException(e.getMessage());
        }
    }
}
