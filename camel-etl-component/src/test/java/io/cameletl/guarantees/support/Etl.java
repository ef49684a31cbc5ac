package io.cameletl.guarantees.support;

import io.cameletl.PipelineStatus;
import io.cameletl.ReconciliationReport;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.VerificationReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.EtlOperation;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** One pipeline as a user has it: a Camel route to the endpoint, with beans {@code source} and {@code target}. */
public final class Etl implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();
    private final String pipeline;
    private final ProducerTemplate template;

    public Etl(DataSource source, DataSource target, String pipeline) throws Exception {
        this.pipeline = pipeline;
        context.getRegistry().bind("source", source);
        context.getRegistry().bind("target", target);
        context.getRegistry().bind("split", new SplitUsers());
        context.start();
        template = context.createProducerTemplate();
    }

    public Etl bind(String name, Object bean) {
        context.getRegistry().bind(name, bean);
        return this;
    }

    public Etl route(String options) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + pipeline).to("etl:" + pipeline + "?allowOperationHeader=true&" + options);
            }
        });
        return this;
    }

    /** @throws RuntimeException what the run threw, without Camel's wrapping */
    public RunReport run() {
        return call(EtlOperation.RUN);
    }

    /** @throws RuntimeException what the replay threw, without Camel's wrapping */
    public RunReport replay() {
        return call(EtlOperation.REPLAY);
    }

    /** @param cursor after which the pipeline is to go on */
    public void seek(Object cursor) {
        template.requestBodyAndHeader("direct:" + pipeline, cursor, EtlConstants.OPERATION, EtlOperation.SEEK);
    }

    /** @throws RuntimeException what the comparison threw, without Camel's wrapping */
    public VerificationReport verify() {
        return call(EtlOperation.VERIFY, VerificationReport.class);
    }

    /** @return what is known of the pipeline */
    public PipelineStatus status() {
        return call(EtlOperation.STATUS, PipelineStatus.class);
    }

    /** @throws RuntimeException what the reload threw, without Camel's wrapping */
    public RunReport reload(Map<String, Object> range) {
        return call(EtlOperation.RELOAD, range, RunReport.class);
    }

    /** @throws RuntimeException what the reset threw, without Camel's wrapping */
    public PipelineStatus reset(boolean ledgers) {
        return call(EtlOperation.RESET, Map.of(EtlConstants.DISCARD_LEDGERS, ledgers), PipelineStatus.class);
    }

    /** @throws RuntimeException what the pass threw, without Camel's wrapping */
    public ReconciliationReport reconcile() {
        return call(EtlOperation.RECONCILE, ReconciliationReport.class);
    }

    private RunReport call(EtlOperation operation) {
        return call(operation, RunReport.class);
    }

    private <T> T call(EtlOperation operation, Class<T> answer) {
        return call(operation, Map.of(), answer);
    }

    private <T> T call(EtlOperation operation, Map<String, Object> headers, Class<T> answer) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(EtlConstants.OPERATION, operation);
        try {
            return template.requestBodyAndHeaders("direct:" + pipeline, null, all, answer);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Runs to the end of the window that is open, or of the one that opens now. */
    public void drain() {
        RunReport report = run();
        while (report.outcome() == RunOutcome.PAGE_LIMIT) {
            report = run();
        }
        if (report.outcome() != RunOutcome.DRAINED) {
            throw new AssertionError("not drained: " + report);
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
