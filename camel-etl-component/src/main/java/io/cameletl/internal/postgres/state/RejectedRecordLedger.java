package io.cameletl.internal.postgres.state;

import io.cameletl.internal.engine.driver.RejectedRecord;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The ledger of a pipeline's records that the target refused. */
final class RejectedRecordLedger {
    /** In one statement: few round trips for a flood, and no message to the server of unbounded size. */
    private static final int BATCH = 1_000;

    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    RejectedRecordLedger(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    /** @return those that were not there yet */
    List<RejectedRecord> add(List<RejectedRecord> records) throws SQLException {
        List<RejectedRecord> added = new ArrayList<>();
        for (int from = 0; from < records.size(); from += BATCH) {
            List<RejectedRecord> batch = records.subList(from, Math.min(records.size(), from + BATCH));
            added.addAll(insert(unknown(batch)));
        }
        return added;
    }

    private List<RejectedRecord> unknown(List<RejectedRecord> batch) throws SQLException {
        Set<Integer> known = new HashSet<>(sql.apply(StateSql.Name.KNOWN)
                .texts(batch.stream().map(RejectedRecord::table))
                .texts(batch.stream().map(record -> StorableText.text(record.key())))
                .texts(batch.stream().map(record -> StorableText.json(record.record())))
                .text(pipeline)
                .texts(batch.stream().map(record -> StorableText.text(record.key())))
                .all(row -> row.integer(1) - 1));
        return IntStream.range(0, batch.size())
                .filter(place -> !known.contains(place))
                .mapToObj(batch::get)
                .toList();
    }

    private List<RejectedRecord> insert(List<RejectedRecord> batch) throws SQLException {
        if (!batch.isEmpty()) {
            int added = sql.apply(StateSql.Name.REJECT)
                    .text(pipeline)
                    .texts(batch.stream().map(RejectedRecord::table))
                    .texts(batch.stream().map(record -> StorableText.text(record.key())))
                    .texts(batch.stream().map(record -> StorableText.json(record.record())))
                    .texts(batch.stream().map(RejectedRecord::sqlState))
                    .texts(batch.stream().map(record -> StorableText.text(record.reason())))
                    .update();
            StateErrors.requireAll(pipeline, "etl_rejected_record", batch.size(), added);
        }
        return batch;
    }

    /** @return those after an id, oldest first */
    List<RejectedRecord> after(long id, int limit) throws SQLException {
        return sql.apply(StateSql.Name.REJECTED)
                .text(pipeline)
                .number(id)
                .number(limit)
                .all(row -> new RejectedRecord(
                        row.number(1), row.text(2), row.text(3), row.text(4), row.optional(5), row.text(6)));
    }
}
