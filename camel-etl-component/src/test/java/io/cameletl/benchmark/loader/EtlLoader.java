package io.cameletl.benchmark.loader;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.benchmark.database.Link;
import io.cameletl.benchmark.measure.PageTimes;
import io.cameletl.benchmark.shape.Family;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** Ours: one run of an {@code etl:} endpoint. Every load is a pipeline of its own, so each starts from the beginning. */
public final class EtlLoader implements Loader {
    /** The name of the one with the built-in source and no further option. */
    static final String QUERY = "etl: query";

    private static final AtomicInteger PIPELINES = new AtomicInteger();

    private final String name;
    private final String options;
    private final DefaultCamelContext camel;
    private final ProducerTemplate template;
    private final PageTimes pages = new PageTimes();

    EtlLoader(String name, SourceKind kind, Link link) {
        this(name, kind.options(), link);
    }

    /** @param options all but {@code dataSource} and {@code pageSize}; beans: {@code #source}, {@code #users}, {@code #family} */
    public EtlLoader(String name, String options, Link link) {
        this(name, options, link.source().pool(), link.target().pool(), new DefaultCamelContext());
    }

    public EtlLoader(SourceKind kind, DataSource source, DataSource target) {
        this(kind.title(), kind.options(), source, target, new DefaultCamelContext());
    }

    /** @param camel not started yet */
    EtlLoader(String name, String options, DataSource source, DataSource target, DefaultCamelContext camel) {
        this.name = name;
        this.camel = camel;
        this.options = options + "&dataSource=#target&versionColumn=updated_at&consistencyDelay=0&pageSize=";
        camel.getRegistry().bind("source", source);
        camel.getRegistry().bind("target", target);
        camel.getRegistry().bind("users", new UsersSource(source));
        camel.getRegistry().bind("family", new Family());
        camel.getRegistry().bind("pages", pages);
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

    @Override
    public List<Double> pageMillis() {
        return pages.take();
    }

    /** @throws IllegalStateException when the run did not drain its window */
    public RunReport run(String pipeline, int pageSize) {
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
