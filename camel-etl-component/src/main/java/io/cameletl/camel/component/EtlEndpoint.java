package io.cameletl.camel.component;

import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import io.cameletl.internal.adapter.endpoint.EndpointService;
import io.cameletl.internal.adapter.endpoint.EtlProducer;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Syncs rows incrementally into PostgreSQL; a page's rows and the pipeline's cursor are committed in one transaction.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "etl",
        title = "ETL",
        syntax = "etl:pipeline",
        producerOnly = true,
        category = Category.DATABASE,
        headersClass = EtlConstants.class)
public class EtlEndpoint extends DefaultEndpoint {
    @UriPath(description = "The pipeline's name, the key of everything that is kept of it.")
    @Metadata(required = true)
    private String pipeline;

    @UriParam
    private EtlConfiguration configuration;

    private final EndpointService service;

    EtlEndpoint(String uri, EtlComponent component, String pipeline, EtlConfiguration configuration) {
        super(uri, component);
        this.pipeline = pipeline;
        this.configuration = configuration;
        this.service = new EndpointService(getCamelContext(), this::isStoppingOrStopped);
    }

    @Override
    public Producer createProducer() {
        return new EtlProducer(this, service);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(
                "etl: is no consumer; put a timer before it: from(\"quartz:...\").to(\"" + getEndpointUri() + "\")");
    }

    /** Checks the options: one that cannot work is refused here, when the route starts. */
    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (configuration.getOperation() == EtlOperation.RUN) {
            component().register(this);
        }
        try {
            service.start(pipeline, configuration);
        } catch (RuntimeException e) {
            component().unregister(this);
            throw e;
        }
        component().managed().add(pipeline, service);
    }

    @Override
    protected void doStop() throws Exception {
        component().managed().remove(pipeline, service);
        service.stop();
        component().unregister(this);
        super.doStop();
    }

    private EtlComponent component() {
        return (EtlComponent) getComponent();
    }

    /** @return the pipeline's name */
    public String getPipeline() {
        return pipeline;
    }

    /** @param pipeline the pipeline's name */
    public void setPipeline(String pipeline) {
        this.pipeline = pipeline;
    }

    /** @return the options */
    public EtlConfiguration getConfiguration() {
        return configuration;
    }

    /** @param configuration the options; not to be changed once the endpoint has started */
    public void setConfiguration(EtlConfiguration configuration) {
        this.configuration = configuration;
    }
}
