package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.Bisection;
import io.cameletl.internal.postgres.load.Blame;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Rejects.Reject;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.records.RecordText;
import io.cameletl.internal.values.TypedColumn;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Copies all records of a table into staging except the bad ones: those that cannot be written as text, which is found out
 * without the server, and those whose texts the server refuses.
 */
public final class RejectingCopy {
    private final LoadContext context;
    private final CopyIntoStaging copy;

    public RejectingCopy(LoadContext context, CopyIntoStaging copy) {
        this.context = context;
        this.copy = copy;
    }

    /**
     * @param refused why the server has refused all of the table's records together; null when it has not
     * @return how many records are in staging
     */
    public int copy(StagedTable table, @Nullable SQLException refused) throws SQLException {
        List<TypedColumn> columns = table.copyColumns();
        Blame blame = new Blame(context.connection(), () -> copy.copy(table, columns, 0, 0, new BitSet()));
        if (refused != null && !blame.isRecords(refused)) {
            throw refused;
        }
        LastOfKey last = new LastOfKey(table);
        BitSet leftOut = unwritable(table, last);
        int[] rest = IntStream.range(0, table.records().size())
                .filter(record -> !leftOut.get(record))
                .toArray();
        int[] staged = {rest.length};
        new Bisection(
                        (from, before) -> context.attempts()
                                .attempt(
                                        () -> copy.copy(table, columns, rest[from], rest[before - 1] + 1, leftOut),
                                        blame),
                        (record, failure) -> {
                            reject(table, rest[record], failure, last);
                            staged[0]--;
                        })
                .run(rest.length, refused);
        return staged[0] - removeSuperseded(table, last, leftOut);
    }

    /**
     * A bad record takes the place of an older one of its key that has waited, as a good one does: once mended, it must not
     * be overwritten by what waits.
     *
     * @return how many records were removed from staging
     */
    private int removeSuperseded(StagedTable table, LastOfKey last, BitSet leftOut) throws SQLException {
        Set<Integer> bad = context.rejects().records(table);
        int before = bad.isEmpty() ? 0 : context.postponed().before(table);
        Map<List<@Nullable String>, Integer> lastBad = before == 0 ? Map.of() : last.of(bad);
        int[] superseded = IntStream.range(0, before)
                .filter(record -> !bad.contains(record) && !leftOut.get(record) && last.isBefore(record, lastBad))
                .toArray();
        if (superseded.length > 0) {
            Sql.run(context.connection(), StagingStatements.remove(table.plan(), superseded));
        }
        return superseded.length;
    }

    private BitSet unwritable(StagedTable table, LastOfKey last) {
        BitSet unwritable = new BitSet();
        CopyEncoder encoder = CopyEncoder.of(context, table, table.copyColumns());
        CopyBuffer buffer = new CopyBuffer();
        for (int record = 0; record < table.records().size(); record++) {
            buffer.clear();
            try {
                encoder.encode(record, record + 1, buffer);
            } catch (BadRecordException e) {
                unwritable.set(record);
                if (!last.isOutdated(record)) {
                    context.rejects()
                            .add(new Reject(table, record, e.column(), SqlStates.find(e), e.reason(), null, null));
                }
            }
        }
        return unwritable;
    }

    private void reject(StagedTable table, int record, SQLException failure, LastOfKey last) throws SQLException {
        if (last.isOutdated(record)) {
            return;
        }
        Savepoints.COLUMN.set(context.connection());
        BadRecordException bad = new BadCopy(context, copy).name(table, record, failure);
        Savepoints.COLUMN.undo(context.connection());
        context.rejects()
                .add(new Reject(table, record, bad.column(), SqlStates.find(failure), bad.reason(), null, failure));
    }

    /**
     * Tells whether a record that does not reach staging, and so is not compared there, is outdated by a later record of the
     * same key. If an outdated record were rejected, its replay would bring old content back. With a version column the
     * replay would not, and only that column can tell: then no record counts as outdated.
     */
    private static final class LastOfKey {
        private final StagedTable table;
        private final RecordText text;
        private @Nullable Map<List<@Nullable String>, Integer> last;

        LastOfKey(StagedTable table) {
            this.table = table;
            this.text = new RecordText(table.records(), table.copyColumns());
        }

        boolean isOutdated(int record) {
            if (!canTell()) {
                return false;
            }
            if (last == null) {
                last = new HashMap<>();
                for (int i = 0; i < table.records().size(); i++) {
                    last.put(key(i), i);
                }
            }
            List<@Nullable String> key = key(record);
            return !key.contains(null) && last.getOrDefault(key, record) > record;
        }

        /** @return the last of some records for each key; none when that says nothing */
        Map<List<@Nullable String>, Integer> of(Set<Integer> records) {
            Map<List<@Nullable String>, Integer> lasts = new HashMap<>();
            if (canTell()) {
                records.forEach(record -> lasts.merge(key(record), record, Math::max));
            }
            return lasts;
        }

        /** @return whether the last record of the same key comes after a record */
        boolean isBefore(int record, Map<List<@Nullable String>, Integer> lasts) {
            return !lasts.isEmpty() && lasts.getOrDefault(key(record), record) > record;
        }

        private boolean canTell() {
            return table.plan().match().version() == null
                    && !table.plan().match().keys().isEmpty();
        }

        private List<@Nullable String> key(int record) {
            return table.plan().match().keys().stream()
                    .map(Identifier::name)
                    .<@Nullable String>map(column -> text.value(record, column))
                    .toList();
        }
    }
}
