package io.cameletl.internal.adapter.endpoint;

import io.cameletl.internal.adapter.options.OptionValue;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Reads headers of a message, which may be from anybody. */
final class Headers {
    private Headers() {}

    /**
     * A value that is none of the type's is refused: what Camel takes for false would close the window.
     *
     * @return null when the message does not have the header, in any case of its letters
     * @throws IllegalArgumentException that says what is valid
     */
    static <T> @Nullable T read(Message message, String name, Class<T> type) {
        Object value = message.getHeader(name);
        return value == null
                ? null
                : OptionValue.read(
                        name, value, type, message.getExchange().getContext().getTypeConverter());
    }
}
