package io.cameletl.internal.adapter.exchange;

import io.cameletl.EtlException;
import io.cameletl.camel.EtlConstants;
import io.cameletl.internal.engine.Pipeline;
import io.cameletl.internal.engine.spec.CursorCodec;
import org.jspecify.annotations.Nullable;

/** A cursor as a message carries it. */
public final class MessageCursors {
    private MessageCursors() {}

    /** @throws EtlException when the value is neither of the pipeline's cursor type nor its JSON */
    public static <C> C of(Pipeline<C> pipeline, @Nullable Object value) {
        CursorCodec<C> codec = pipeline.spec().cursors();
        if (codec.type().isInstance(value)) {
            return codec.type().cast(value);
        }
        if (value instanceof String json) {
            return codec.parse(json);
        }
        throw new EtlException(
                pipeline.spec().name(),
                "needs a cursor of type " + codec.type().getName() + ", or its JSON, in the header "
                        + EtlConstants.END_CURSOR + " (seek: or in the body), and found "
                        + (value == null ? "none" : value.getClass().getName()));
    }
}
