package io.cameletl.internal.postgres.state;

import io.cameletl.internal.engine.driver.RejectedRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The ledger of records that the target refused. */
final class RejectedRecordLedger {
    /** In one statement: few round trips for a flood, and no message to the server of unbounded size. */
    private static final int BATCH = 1_000;

    private RejectedRecordLedger() {}

    /** @return those that were not there yet */
    static List<RejectedRecord> add(Connection connection, StateSql sql, String pipeline, List<RejectedRecord> records)
            throws SQLException {
        List<RejectedRecord> added = new ArrayList<>();
        for (int from = 0; from < records.size(); from += BATCH) {
            List<RejectedRecord> batch = records.subList(from, Math.min(records.size(), from + BATCH));
            added.addAll(insert(connection, sql, pipeline, unknown(connection, sql, pipeline, batch)));
        }
        return added;
    }

    private static List<RejectedRecord> unknown(
            Connection connection, StateSql sql, String pipeline, List<RejectedRecord> batch) throws SQLException {
        BitSet known = new BitSet();
        try (StateStatement binder = StateStatement.of(connection, sql.known);
                ResultSet row = binder.texts(batch.stream().map(RejectedRecord::table))
                        .texts(batch.stream().map(record -> StorableText.text(record.key())))
                        .texts(batch.stream().map(record -> StorableText.json(record.record())))
                        .text(pipeline)
                        .texts(batch.stream().map(record -> StorableText.text(record.key())))
                        .query()) {
            while (row.next()) {
                known.set(row.getInt(1) - 1);
            }
        }
        return IntStream.range(0, batch.size())
                .filter(place -> !known.get(place))
                .mapToObj(batch::get)
                .toList();
    }

    private static List<RejectedRecord> insert(
            Connection connection, StateSql sql, String pipeline, List<RejectedRecord> batch) throws SQLException {
        if (!batch.isEmpty()) {
            try (StateStatement binder = StateStatement.of(connection, sql.reject)) {
                int added = binder.text(pipeline)
                        .texts(batch.stream().map(RejectedRecord::table))
                        .texts(batch.stream().map(record -> StorableText.text(record.key())))
                        .texts(batch.stream().map(record -> StorableText.json(record.record())))
                        .texts(batch.stream().map(RejectedRecord::sqlState))
                        .texts(batch.stream().map(record -> StorableText.text(record.reason())))
                        .update();
                Ledgers.check(pipeline, "etl_rejected_record", batch.size(), added);
            }
        }
        return batch;
    }

    static List<RejectedRecord> after(Connection connection, StateSql sql, String pipeline, long after, int limit)
            throws SQLException {
        List<RejectedRecord> records = new ArrayList<>();
        try (StateStatement binder = StateStatement.of(connection, sql.rejected);
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
