package io.cameletl.benchmark;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Ours: one run of an {@code etl:} endpoint. Every load is a pipeline of its own, so each starts from the beginning. */
final class EtlLoader implements Loader {
    private static final AtomicInteger PIPELINES = new AtomicInteger();

    private final String name;
    private final String options;
    private final DefaultCamelContext camel;
    private final ProducerTemplate template;

    EtlLoader(SourceKind kind, DataSource source, DataSource target) {
        this(kind.title(), kind.options() + "&tables=users", source, target);
    }

    /** @param options all but {@code dataSource} and {@code pageSize}; beans: {@code #source}, {@code #users} */
    EtlLoader(String name, String options, DataSource source, DataSource target) {
        this(name, options, source, target, new DefaultCamelContext());
    }

    /** @param camel not started yet */
    EtlLoader(String name, String options, DataSource source, DataSource target, DefaultCamelContext camel) {
        this.name = name;
        this.camel = camel;
        this.options = options + "&dataSource=#target&versionColumn=updated_at&consistencyDelay=0&pageSize=";
        camel.getRegistry().bind("source", source);
        camel.getRegistry().bind("target", target);
        camel.getRegistry().bind("users", new UsersSource(source));
        camel.start();
        template = camel.createProducerTemplate();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void load(int pageSize) {
        run("measured-" + PIPELINES.incrementAndGet(), pageSize);
    }

    /** @throws IllegalStateException when the run did not drain its window */
    RunReport run(String pipeline, int pageSize) {
        RunReport report = template.requestBody("etl:" + pipeline + "?" + options + pageSize, null, RunReport.class);
        if (report.outcome() != RunOutcome.DRAINED) {
            throw new IllegalStateException("The run ended as " + report);
        }
        return report;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
