package io.cameletl.guarantees.support;

import io.cameletl.support.TestDatabase;
import io.cameletl.support.Wire;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;

/** A node with a network of its own to both databases. Its pools check nothing: what they lend may be dead. */
public final class WiredNode implements AutoCloseable {
    private final Wire toSource;
    private final Wire toTarget;
    private final BasicDataSource source;
    private final BasicDataSource target;
    private final Etl etl;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(1);

    public WiredNode(TestDatabase from, TestDatabase to, String options) throws Exception {
        this(from, to, options, "");
    }

    /** @param parameters of the driver, as in its URL: {@code ?name=value} */
    public WiredNode(TestDatabase from, TestDatabase to, String options, String parameters) throws Exception {
        toSource = wire(from);
        toTarget = wire(to);
        source = pool(from, toSource, parameters);
        target = pool(to, toTarget, parameters);
        etl = new Etl(source, target, Items.PIPELINE).route(ItemsSource.QUERY.options() + options);
    }

    private static Wire wire(TestDatabase database) throws Exception {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        return new Wire(server.getHost(), server.getPort());
    }

    private static BasicDataSource pool(TestDatabase database, Wire wire, String parameters) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl("jdbc:postgresql://127.0.0.1:" + wire.port() + "/" + database.name() + parameters);
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        return pool;
    }

    public Wire toSource() {
        return toSource;
    }

    public Wire toTarget() {
        return toTarget;
    }

    public DataSource target() {
        return target;
    }

    public Etl etl() {
        return etl;
    }

    /** Runs again and again, whatever comes of it, until it is told to end. */
    public WiredNode start() {
        Thread ticks = new Thread(
                () -> {
                    while (!ended.get()) {
                        try {
                            etl.run();
                            left.await(20, TimeUnit.MILLISECONDS);
                        } catch (RuntimeException e) {
                            // The next tick tries again.
                        } catch (InterruptedException e) {
                            break;
                        }
                    }
                    left.countDown();
                },
                "node");
        ticks.setDaemon(true);
        ticks.start();
        return this;
    }

    /** @return whether its last run has come to an end in time */
    public boolean end(long seconds) throws InterruptedException {
        ended.set(true);
        return left.await(seconds, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        toSource.close();
        toTarget.close();
        etl.close();
        source.close();
        target.close();
    }
}
