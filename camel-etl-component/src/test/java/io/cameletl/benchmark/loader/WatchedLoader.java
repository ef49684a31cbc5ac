package io.cameletl.benchmark.loader;

import io.cameletl.benchmark.database.Link;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Ours, while {@link Watchers} look: what being seen costs. */
final class WatchedLoader implements Loader {
    private final Watchers watchers;
    private final EtlLoader loader;
    private final String others;
    private boolean prepared;

    WatchedLoader(String name, String options, Link link) {
        DefaultCamelContext camel = new DefaultCamelContext();
        watchers = Watchers.of(camel);
        loader =
                new EtlLoader(name, options, link.source().pool(), link.target().pool(), camel);
        others = "?" + options + "&dataSource=#target";
    }

    @Override
    public String name() {
        return loader.name();
    }

    @Override
    public void load(int pageSize) throws Exception {
        if (!prepared) {
            // At the first load, for they look at the tables; that one only warms up.
            watchers.addPipelines(others);
            prepared = true;
        }
        watchers.during(() -> loader.load(pageSize));
    }

    @Override
    public List<Double> pageMillis() {
        return loader.pageMillis();
    }

    @Override
    public void close() {
        loader.close();
    }
}
