package io.cameletl.benchmark.database;

import io.cameletl.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Pools of connections to the two databases, by a way of a given length. Closing it closes them. */
public final class Link implements AutoCloseable {
    private final List<BasicDataSource> pools = new ArrayList<>();
    private final List<Wire> wires = new ArrayList<>();
    private final PGSimpleDataSource targetAddress;
    private final int latencyMillis;
    private final Database source;
    private final Database target;

    Link(DataSource source, DataSource target, int latencyMillis) {
        this.latencyMillis = latencyMillis;
        this.targetAddress = reached((PGSimpleDataSource) target);
        this.source = new Database(pool(reached((PGSimpleDataSource) source)));
        this.target = new Database(pool(targetAddress));
    }

    public int latencyMillis() {
        return latencyMillis;
    }

    public Database source() {
        return source;
    }

    public Database target() {
        return target;
    }

    /**
     * Another pool of the target: one loan of a connection is one transaction, committed by the switch to autocommit when
     * it is given back.
     *
     * @param rewriting whether the driver sends several rows of a batch in one INSERT
     */
    public Database transactionalTarget(boolean rewriting) {
        BasicDataSource pool = pool(targetAddress);
        pool.setDefaultAutoCommit(false);
        pool.setRollbackOnReturn(false);
        pool.setAutoCommitOnReturn(true);
        if (rewriting) {
            pool.addConnectionProperty("reWriteBatchedInserts", "true");
        }
        return new Database(pool);
    }

    private PGSimpleDataSource reached(PGSimpleDataSource server) {
        if (latencyMillis > 0) {
            try {
                Wire wire = new Wire(
                        server.getServerNames()[0], server.getPortNumbers()[0], Duration.ofMillis(latencyMillis));
                wires.add(wire);
                server.setServerNames(new String[] {"localhost"});
                server.setPortNumbers(new int[] {wire.port()});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return server;
    }

    private BasicDataSource pool(PGSimpleDataSource address) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(address.getURL());
        pool.setUsername(address.getUser());
        pool.setPassword(address.getPassword());
        pools.add(pool);
        return pool;
    }

    @Override
    public void close() {
        try {
            for (BasicDataSource pool : pools) {
                pool.close();
            }
            for (Wire wire : wires) {
                wire.close();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
