package io.cameletl.internal.route;

import org.apache.camel.CamelContext;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.common.YamlDeserializationContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.service.ServiceHelper;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Camel's own loader of routes in YAML, which also sees to the parameters of {@code etl:} endpoints. */
public final class YamlLoader extends YamlRoutesBuilderLoader {
    private YamlLoader() {}

    /**
     * Puts it where Camel looks for a loader first.
     *
     * @throws LinkageError when Camel's YAML DSL is not on the class path
     */
    public static void bind(CamelContext context) {
        YamlLoader loader = new YamlLoader();
        loader.setCamelContext(context);
        ServiceHelper.startService(loader);
        context.getRegistry().bind("etl.yaml", loader);
    }

    @Override
    protected YamlDeserializationContext newYamlDeserializationContext(LoadSettings settings, Resource resource) {
        YamlDeserializationContext yaml = super.newYamlDeserializationContext(settings, resource);
        yaml.addResolver(new YamlParameters());
        return yaml;
    }
}
