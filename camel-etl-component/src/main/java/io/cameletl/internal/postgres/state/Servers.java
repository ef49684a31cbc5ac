package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;

/** Which servers can hold the state. */
final class Servers {
    private static final int OLDEST = 15;

    private Servers() {}

    /** @throws EtlException when the server is no PostgreSQL or too old */
    static void check(String pipeline, String product, int majorVersion) {
        if (!product.equals("PostgreSQL") || majorVersion < OLDEST) {
            throw new EtlException(
                    pipeline,
                    "the state store is " + product + " " + majorVersion + ", it must be PostgreSQL " + OLDEST
                            + " or newer. Point stateDataSource to such a server");
        }
    }
}
