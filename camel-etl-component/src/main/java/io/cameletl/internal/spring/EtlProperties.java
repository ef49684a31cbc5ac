package io.cameletl.internal.spring;

import io.cameletl.camel.component.EtlComponent;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The options of the component as Spring has them, by their names below the prefix and as texts: what a text means, the
 * component says itself, for every launcher alike.
 */
record EtlProperties(Map<String, String> texts) {
    static final String PREFIX = "camel.component.etl";

    /** Of single tables. Their names are kept as they are written. */
    private static final String TABLE = "table.";

    /** Read by the conditions under which the component is configured at all. */
    private static final Set<String> NO_OPTIONS = Set.of("enabled", "customizer.enabled");

    static EtlProperties of(Environment environment) {
        Map<String, String> texts = new TreeMap<>(Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, String.class))
                .orElse(Collections.emptyMap()));
        texts.keySet().removeAll(NO_OPTIONS);
        return new EtlProperties(texts);
    }

    /** @throws IllegalArgumentException that names the property which is no option, or whose text is no value */
    void set(CamelContext context, EtlComponent etl) {
        texts.forEach((property, text) -> {
            if (property.startsWith(TABLE)) {
                etl.getConfiguration().getTableOptions().put(tableOption(property), text);
            } else {
                set(context, etl, property, text);
            }
        });
    }

    private static void set(CamelContext context, EtlComponent etl, String property, String text) {
        String option = StringHelper.dashToCamelCase(property);
        PropertyConfigurer configurer = etl.getComponentPropertyConfigurer();
        if (((PropertyConfigurerGetter) configurer).getOptionType(option, true) == null) {
            throw new IllegalArgumentException("the property " + PREFIX + "." + property
                    + " names no option of the etl component; write one of those that it has, such as " + PREFIX
                    + ".page-size");
        }
        PropertyBindingSupport.build()
                .withConfigurer(configurer)
                .withIgnoreCase(true)
                .withReflection(false)
                .withMandatory(true)
                .bind(context, etl, option, text);
    }

    /** @return {@code orders.keyColumns} of {@code table.orders.key-columns} */
    private static String tableOption(String property) {
        int last = property.lastIndexOf('.');
        return property.substring(TABLE.length(), last + 1)
                + StringHelper.dashToCamelCase(property.substring(last + 1));
    }
}
