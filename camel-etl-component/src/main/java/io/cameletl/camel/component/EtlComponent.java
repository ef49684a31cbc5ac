package io.cameletl.camel.component;

import io.cameletl.EtlException;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.internal.adapter.management.ManagedPipelines;
import io.cameletl.internal.adapter.options.OptionValue;
import io.cameletl.internal.adapter.options.TableOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.ObjectHelper;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.StringHelper;

/** Makes {@code etl:} endpoints. */
@Component("etl")
public class EtlComponent extends DefaultComponent {
    private static final EtlEndpointConfigurer TYPES = new EtlEndpointConfigurer();

    @Metadata(description = "The options that every endpoint starts from.")
    private EtlConfiguration configuration = new EtlConfiguration();

    private final Map<String, EtlEndpoint> running = new ConcurrentHashMap<>();
    private final ManagedPipelines managed = new ManagedPipelines();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isBlank()) {
            throw new IllegalArgumentException("an etl endpoint names its pipeline: etl:<pipeline>, not " + uri);
        }
        EtlConfiguration own = configuration.copy();
        own.getTableOptions().putAll(PropertiesHelper.extractProperties(parameters, TableOption.PREFIX));
        parameters.forEach((option, value) -> check(remaining, option, value));
        EtlEndpoint endpoint = new EtlEndpoint(uri, this, remaining, own);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Camel's own message has neither pipeline nor valid values, and some texts it silently takes for zero. */
    private void check(String pipeline, String option, Object value) {
        Class<?> type = TYPES.getOptionType(StringHelper.dashToCamelCase(option), true);
        if (type != null && (type.isPrimitive() || type.isEnum()) && value instanceof String text) {
            if (text.startsWith("#")) {
                return;
            }
            try {
                // The options that are a long are durations.
                Class<?> boxed =
                        type == long.class ? Duration.class : ObjectHelper.convertPrimitiveTypeToWrapperType(type);
                OptionValue.read(
                        "option " + option, text, boxed, getCamelContext().getTypeConverter());
            } catch (IllegalArgumentException e) {
                throw new EtlException(pipeline, String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** @throws EtlException when another endpoint of this context runs the pipeline already */
    void register(EtlEndpoint endpoint) {
        EtlEndpoint other = running.putIfAbsent(endpoint.getPipeline(), endpoint);
        if (other != null && !other.equals(endpoint)) {
            throw new EtlException(
                    endpoint.getPipeline(),
                    "this context runs a pipeline of that name already, with other options. Two would share one cursor:"
                            + " give one of them another name, or let both routes send to one direct: endpoint before it");
        }
    }

    void unregister(EtlEndpoint endpoint) {
        running.remove(endpoint.getPipeline(), endpoint);
    }

    ManagedPipelines managed() {
        return managed;
    }

    /** @return the options that every endpoint starts from */
    public EtlConfiguration getConfiguration() {
        return configuration;
    }

    /** @param configuration the options that every endpoint starts from; copied by each */
    public void setConfiguration(EtlConfiguration configuration) {
        this.configuration = configuration;
    }
}
