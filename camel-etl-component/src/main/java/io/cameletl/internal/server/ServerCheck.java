package io.cameletl.internal.server;

import io.cameletl.EtlException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/**
 * Refuses a database server that cannot play its part in a pipeline, by its name and version. Drivers know both since
 * they connected, so a check is no round trip. Immutable.
 */
public final class ServerCheck {
    private static final String PRODUCT = "PostgreSQL";

    /** The oldest whose system catalog is as expected, and that understands the statements generated here. */
    private static final int OLDEST = 15;

    private final String pipeline;
    private final String part;
    private final int oldest;
    private final String rule;
    private final String remedy;

    private ServerCheck(String pipeline, String part, int oldest, String rule, String remedy) {
        this.pipeline = pipeline;
        this.part = part;
        this.oldest = oldest;
        this.rule = rule;
        this.remedy = remedy;
    }

    /** The database that pages are loaded into. */
    public static ServerCheck target(String pipeline) {
        return new ServerCheck(
                pipeline,
                "the target database",
                OLDEST,
                PRODUCT + " " + OLDEST + " or newer",
                "Point dataSource to such a server, or write to this one with a Target bean (option target)");
    }

    /** The database that holds the state tables. */
    public static ServerCheck state(String pipeline) {
        return new ServerCheck(
                pipeline,
                "the state store",
                OLDEST,
                PRODUCT + " " + OLDEST + " or newer",
                "Point stateDataSource to such a server");
    }

    /**
     * The database that is read. Any version will do.
     *
     * @param use what needs PostgreSQL, as a sentence without its full stop
     * @param remedy what to do where the source is another database
     */
    public static ServerCheck source(String pipeline, String use, String remedy) {
        return new ServerCheck(pipeline, "sourceDataSource", 0, PRODUCT + ": " + use, remedy);
    }

    /** @throws EtlException when the server is another product, or too old */
    public void check(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        check(server.getDatabaseProductName(), server.getDatabaseMajorVersion());
    }

    void check(String product, int majorVersion) {
        if (!product.equals(PRODUCT) || majorVersion < oldest) {
            throw new EtlException(
                    pipeline, part + " is " + product + " " + majorVersion + ", it must be " + rule + ". " + remedy);
        }
    }
}
