package io.cameletl.camel;

import io.cameletl.EtlException;
import io.cameletl.pipeline.Pipeline;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

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

    private final InHand inHand = new InHand();
    private @Nullable PipelineWiring<?> wiring;

    EtlEndpoint(String uri, EtlComponent component, String pipeline, EtlConfiguration configuration) {
        super(uri, component);
        this.pipeline = pipeline;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new EtlProducer(this);
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
        if (configuration.getOperation() == EtlOperation.run) {
            component().runs(this);
        }
        try {
            PipelineWiring<?> wired = PipelineWiring.of(pipeline, configuration, getCamelContext());
            wired.start();
            wiring = wired;
        } catch (RuntimeException e) {
            component().runsNoMore(this);
            throw e;
        }
        component().managed().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        component().managed().remove(this);
        inHand.awaitEnd(pipeline, getCamelContext().getShutdownStrategy());
        if (wiring != null) {
            wiring.stop();
            wiring = null;
        }
        component().runsNoMore(this);
        super.doStop();
    }

    /** @throws EtlException when the endpoint is not started */
    Pipeline<?> started() {
        PipelineWiring<?> wired = wiring;
        if (wired == null) {
            throw new EtlException(pipeline, "its endpoint is not started");
        }
        return wired.pipeline();
    }

    /** What is done through it and not in a route, so that its stop waits for it. */
    InHand inHand() {
        return inHand;
    }

    /** Whether runs and replays are to end after the page in hand, whoever started them. */
    boolean isEnding() {
        return isStoppingOrStopped() || getCamelContext().isStopping();
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
