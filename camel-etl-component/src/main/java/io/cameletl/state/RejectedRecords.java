package io.cameletl.state;

import io.cameletl.pipeline.RejectedRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The ledger of records that the target refused. */
final class RejectedRecords {
    /** In one statement: few round trips for a flood, and no message to the server of unbounded size. */
    private static final int BATCH = 1_000;

    private RejectedRecords() {}

    static int add(Connection connection, StateSql sql, String pipeline, List<RejectedRecord> records)
            throws SQLException {
        for (int from = 0; from < records.size(); from += BATCH) {
            List<RejectedRecord> batch = records.subList(from, Math.min(records.size(), from + BATCH));
            try (Binder binder = Binder.of(connection, sql.reject)) {
                int added = binder.text(pipeline)
                        .texts(batch.stream().map(RejectedRecord::table))
                        .texts(batch.stream().map(record -> Storable.text(record.key())))
                        .texts(batch.stream().map(record -> Storable.json(record.record())))
                        .texts(batch.stream().map(RejectedRecord::sqlState))
                        .texts(batch.stream().map(record -> Storable.text(record.reason())))
                        .update();
                Ledgers.check(pipeline, "etl_rejected_record", batch.size(), added);
            }
        }
        return records.size();
    }

    static List<RejectedRecord> after(Connection connection, StateSql sql, String pipeline, long after, int limit)
            throws SQLException {
        List<RejectedRecord> records = new ArrayList<>();
        try (Binder binder = Binder.of(connection, sql.rejected);
                ResultSet row =
                        binder.text(pipeline).number(after).number(limit).query()) {
            while (row.next()) {
                records.add(new RejectedRecord(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)));
            }
        }
        return records;
    }
}
