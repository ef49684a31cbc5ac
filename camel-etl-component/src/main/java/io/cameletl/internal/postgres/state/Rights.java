package io.cameletl.internal.postgres.state;

import io.cameletl.EtlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the role may do with the state tables: one that cannot write the ledgers would lose what they are for. */
final class Rights {
    private Rights() {}

    /** @throws EtlException naming what to grant, when the role lacks anything */
    static void check(Connection connection, StateSql sql, String pipeline) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.rights);
                ResultSet row = binder.text(sql.schema).query()) {
            row.next();
            String lacking = row.getString(1);
            if (lacking != null) {
                throw new EtlException(
                        pipeline,
                        "the role \"" + row.getString(2) + "\" may not keep the pipeline's state: it lacks " + lacking
                                + ". Grant it SELECT, INSERT, UPDATE, DELETE on etl_pipeline, etl_run,"
                                + " etl_skipped_page and etl_rejected_record");
            }
        }
    }
}
