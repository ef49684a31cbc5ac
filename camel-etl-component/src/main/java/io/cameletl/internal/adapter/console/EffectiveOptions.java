package io.cameletl.internal.adapter.console;

import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.outlet.Outlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/** An endpoint's options as they are in effect. Of a bean nothing is shown but its class: its text may have a password. */
final class EffectiveOptions {
    private EffectiveOptions() {}

    static List<EffectiveOption> of(String pipeline, EtlConfiguration options, CamelContext context) {
        Map<String, @Nullable Object> values = read(options, context);
        Map<String, @Nullable Object> defaults = read(new EtlConfiguration(), context);
        List<EffectiveOption> effective = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
                effective.add(new EffectiveOption(
                        name, text(pipeline, name, value), !Objects.equals(value, defaults.get(name))));
            }
        });
        return effective;
    }

    private static Map<String, @Nullable Object> read(EtlConfiguration options, CamelContext context) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        PluginHelper.getBeanIntrospection(context).getProperties(options, values, null, false);
        return values;
    }

    private static String text(String pipeline, String name, Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(String.valueOf(key), each));
            return Outlet.text(pipeline, sorted.toString());
        }
        boolean plain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>;
        if (!plain) {
            return "a " + value.getClass().getSimpleName();
        }
        // as in a URI, where a password has its name before it
        String named = Outlet.text(pipeline, name + "=" + value);
        return named.startsWith(name + "=") ? named.substring(name.length() + 1) : named;
    }
}
