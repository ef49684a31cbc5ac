package io.cameletl.dsl;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.TypeConverterLoader;
import org.apache.camel.spi.TypeConverterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Converts nothing. Camel looks for loaders of type converters by every class loader that it knows, and gives them its
 * context before it has any routes: so {@link EtlTemplatePlugin} is loaded under launchers, too, whose application class loader
 * has not this jar.
 */
public final class EtlTemplateLoader implements TypeConverterLoader, CamelContextAware {
    private @Nullable CamelContext context;

    /** Called by Camel. */
    public EtlTemplateLoader() {}

    @Override
    @SuppressWarnings("NullAway") // Camel sets it before it asks for anything
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        context = camelContext;
    }

    @Override
    public void load(TypeConverterRegistry registry) {
        CamelContext known = context;
        if (known != null) {
            new EtlTemplatePlugin().load(known);
        }
    }
}
