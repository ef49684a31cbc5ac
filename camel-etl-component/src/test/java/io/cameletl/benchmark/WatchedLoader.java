package io.cameletl.benchmark;

import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;

/** Ours, while {@link Watchers} look: what being seen costs. */
final class WatchedLoader implements Loader {
    private final Watchers watchers;
    private final EtlLoader loader;
    private final String others;
    private boolean prepared;

    WatchedLoader(DataSource source, DataSource target) {
        DefaultCamelContext camel = new DefaultCamelContext();
        watchers = Watchers.of(camel);
        String options = SourceKind.QUERY.options() + "&tables=users";
        loader = new EtlLoader("etl: watched", options, source, target, camel);
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
    public void close() {
        loader.close();
    }
}
