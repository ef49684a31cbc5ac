package io.cameletl.camel.component;

import io.cameletl.internal.adapter.options.OptionValue;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.util.ObjectHelper;
import org.jspecify.annotations.Nullable;

/** Sets the component's options, and refuses texts that Camel would take for zero without a word. */
final class CheckedConfigurer extends EtlComponentConfigurer {
    @Override
    public boolean configure(CamelContext context, Object component, String name, Object value, boolean ignoreCase) {
        Class<?> type = getOptionType(name, ignoreCase);
        return super.configure(context, component, name, checked(context, name, type, value), ignoreCase);
    }

    /**
     * @return the value; that of a duration, number, boolean or enum as one
     * @throws IllegalArgumentException that says which are valid
     */
    static Object checked(CamelContext context, String option, @Nullable Class<?> type, Object value) {
        if (type == null
                || !(type.isPrimitive() || type.isEnum())
                || !(value instanceof String text)
                || text.startsWith("#")) {
            return value;
        }
        // The options that are a long are durations.
        Class<?> boxed = type == long.class ? Duration.class : ObjectHelper.convertPrimitiveTypeToWrapperType(type);
        Object read = OptionValue.read("option " + option, text, boxed, context.getTypeConverter());
        return read instanceof Duration duration ? Long.valueOf(duration.toMillis()) : read;
    }
}
