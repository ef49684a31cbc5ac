package io.cameletl.internal.postgres.state;

import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.engine.driver.RejectedRecord.Wait;
import io.cameletl.internal.jdbc.QualifiedName;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of a pipeline's records that the target refused: rejected ones, which a replay brings back, and postponed
 * ones, which the following pages bring back.
 */
final class RejectedRecordLedger {
    /** In one statement: few round trips for a flood, and no message to the server of unbounded size. */
    private static final int BATCH = 1_000;

    private static final long BATCH_CHARACTERS = 16_000_000;

    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    RejectedRecordLedger(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    /** @return those that were not there yet */
    List<RejectedRecord> add(List<RejectedRecord> records) throws SQLException {
        List<RejectedRecord> added = new ArrayList<>();
        for (List<RejectedRecord> batch : batches(records)) {
            added.addAll(insert(unknown(batch)));
        }
        return added;
    }

    /** @param records records that wait */
    List<RejectedRecord> postpone(List<RejectedRecord> records) throws SQLException {
        for (List<RejectedRecord> batch : batches(records)) {
            insert(batch);
        }
        return records;
    }

    private static List<List<RejectedRecord>> batches(List<RejectedRecord> records) {
        List<List<RejectedRecord>> batches = new ArrayList<>();
        int from = 0;
        long characters = 0;
        for (int next = 0; next < records.size(); next++) {
            int more = records.get(next).record().length();
            if (next > from && (next - from == BATCH || characters + more > BATCH_CHARACTERS)) {
                batches.add(records.subList(from, next));
                from = next;
                characters = 0;
            }
            characters += more;
        }
        if (from < records.size()) {
            batches.add(records.subList(from, records.size()));
        }
        return batches;
    }

    private List<RejectedRecord> unknown(List<RejectedRecord> batch) throws SQLException {
        Set<Integer> known = new HashSet<>(sql.apply(StateSql.Name.KNOWN)
                .texts(batch.stream().map(RejectedRecord::table))
                .texts(batch.stream().map(RejectedRecord::key))
                .jsons(batch.stream().map(RejectedRecord::record))
                .text(pipeline)
                .texts(batch.stream().map(RejectedRecord::key))
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
                    .texts(batch.stream().map(RejectedRecord::key))
                    .jsons(batch.stream().map(RejectedRecord::record))
                    .texts(batch.stream().map(RejectedRecord::sqlState))
                    .texts(batch.stream().map(RejectedRecord::reason))
                    .texts(batch.stream().map(RejectedRecordLedger::since))
                    .texts(batch.stream()
                            .map(record -> record.waits() == null
                                    ? null
                                    : record.waits().elsewhere()))
                    .update();
            StateErrors.requireAll(pipeline, "etl_rejected_record", batch.size(), added);
        }
        return batch;
    }

    /**
     * @param before only those read before this time of the source; null for all
     * @return the postponed records, oldest first
     */
    List<RejectedRecord> postponed(@Nullable Instant before) throws SQLException {
        return sql.apply(StateSql.Name.POSTPONED)
                .text(pipeline)
                .time(before)
                .time(before)
                .all(row -> record(row, new Wait(Objects.requireNonNull(row.time(7)), row.optional(8))));
    }

    /** To the microsecond, cut, as the database keeps it. */
    private static @Nullable String since(RejectedRecord record) {
        return record.waits() == null
                ? null
                : record.waits().since().truncatedTo(ChronoUnit.MICROS).toString();
    }

    /** @return how many of the postponed records are rejected ones now: none when the lease is another's */
    int giveUp(String owner, List<RejectedRecord> postponed) throws SQLException {
        return sql.apply(StateSql.Name.GIVE_UP)
                .text(pipeline)
                .numbers(postponed.stream().map(RejectedRecord::id).toList())
                .text(owner)
                .update();
    }

    /** @return the rejected records after an id, oldest first */
    List<RejectedRecord> after(long id, int limit) throws SQLException {
        return sql.apply(StateSql.Name.REJECTED)
                .text(pipeline)
                .number(id)
                .number(limit)
                .all(row -> record(row, null));
    }

    /** @return which tables names stand for, in their order: empty for a name that stands for none */
    List<String> identities(List<QualifiedName> tables) throws SQLException {
        return sql.apply(StateSql.Name.IDENTITIES)
                .texts(tables.stream().map(QualifiedName::sql))
                .all(row -> row.text(1));
    }

    private static RejectedRecord record(StateRow row, @Nullable Wait wait) throws SQLException {
        return new RejectedRecord(
                row.number(1), row.text(2), row.text(3), row.text(4), row.optional(5), row.text(6), wait);
    }
}
