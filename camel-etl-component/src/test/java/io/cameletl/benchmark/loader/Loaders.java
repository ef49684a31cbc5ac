package io.cameletl.benchmark.loader;

import io.cameletl.benchmark.database.Link;
import io.cameletl.benchmark.shape.Shape;
import io.cameletl.benchmark.shape.Shapes;
import java.util.ArrayList;
import java.util.List;

/** The loaders there are. Closing them closes each. */
public final class Loaders implements AutoCloseable {
    private final List<Loader> all = new ArrayList<>();

    private Loaders() {}

    /**
     * The yardstick, and those that know what is synced: all of them know users.
     *
     * @param wanted parts of the names of those that are compared with the yardstick; none for all
     * @param variants options of the endpoint that the built-in source is tried with besides
     */
    public static Loaders of(Link link, Shape shape, List<String> wanted, List<String> variants) {
        Loaders loaders = new Loaders();
        loaders.all.add(new CopyMergeLoader(link, shape));
        loaders.addIf(wanted, EtlLoader.QUERY, name -> new EtlLoader(name, shape.query(), link));
        for (String options : variants) {
            loaders.addIf(
                    wanted,
                    EtlLoader.QUERY + ", " + options,
                    name -> new EtlLoader(name, shape.query() + "&" + options, link));
        }
        if (shape == Shapes.USERS.shape()) {
            loaders.addIf(wanted, "etl: camel-sql source", name -> new EtlLoader(name, SourceKind.ENDPOINT, link));
            loaders.addIf(wanted, "etl: Source bean", name -> new EtlLoader(name, SourceKind.BEAN, link));
            loaders.addIf(wanted, "etl: watched", name -> new WatchedLoader(name, shape.query(), link));
            loaders.addIf(wanted, "sql: batch upsert", name -> new SqlUpsertLoader(name, link, false));
            loaders.addIf(wanted, "sql: rewritten batch", name -> new SqlUpsertLoader(name, link, true));
        }
        return loaders;
    }

    @FunctionalInterface
    private interface Maker {
        Loader of(String name);
    }

    private void addIf(List<String> wanted, String name, Maker maker) {
        if (wanted.isEmpty() || wanted.stream().anyMatch(name::contains)) {
            all.add(maker.of(name));
        }
    }

    /** @return the yardstick */
    public Loader yardstick() {
        return all.get(0);
    }

    /** @return those that are compared with it */
    public List<Loader> paged() {
        return all.subList(1, all.size());
    }

    @Override
    public void close() throws Exception {
        for (Loader loader : all) {
            loader.close();
        }
    }
}
