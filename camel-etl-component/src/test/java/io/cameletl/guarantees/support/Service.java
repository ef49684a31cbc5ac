package io.cameletl.guarantees.support;

import io.cameletl.KeysetCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import java.time.Duration;
import org.apache.camel.main.Main;
import org.apache.commons.dbcp2.BasicDataSource;

/** The main class of a JVM that {@link ServiceJvm} starts: camel-main with one pipeline, as a user runs it. */
public final class Service {
    public static final String PIPELINE = "t";

    private Service() {}

    /** @param args the source's URL, the target's, user, password, and the seconds of Camel's shutdown timeout */
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().setShutdownTimeout(Integer.parseInt(args[4]));
        main.configure().addRoutesBuilder(new EtlRouteBuilder() {
            @Override
            public void configure() {
                pipeline(PIPELINE, KeysetCursor.class)
                        .every(Duration.ofMillis(500))
                        .query("select * from t", pool(args[0], args))
                        .cursorColumns("id")
                        .consistencyDelay(Duration.ZERO)
                        .pageSize(2)
                        .target(postgres(pool(args[1], args)).table("t"));
            }
        });
        main.run();
    }

    private static BasicDataSource pool(String url, String[] args) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(url);
        pool.setUsername(args[2]);
        pool.setPassword(args[3]);
        return pool;
    }
}
