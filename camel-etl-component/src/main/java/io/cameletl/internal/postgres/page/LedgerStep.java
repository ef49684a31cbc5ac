package io.cameletl.internal.postgres.page;

import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.LeftOut;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.postgres.page.PostponedBefore.Joined;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves the cursor, and keeps in the ledger what of a page is not in the target. */
final class LedgerStep implements TransactionStep {
    private final JdbcPipelineStore store;
    private final PostponedBefore before;
    private final Joined joined;
    private final CursorMove move;
    private List<Long> superseded = List.of();

    /** @param joined the page with the postponed records of before */
    LedgerStep(JdbcPipelineStore store, PostponedBefore before, Joined joined, CursorMove move) {
        this.store = store;
        this.before = before;
        this.joined = joined;
        this.move = move;
    }

    @Override
    public void superseding(List<Long> numbers) {
        superseded = numbers;
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut) {
        List<Long> done = joined.done(leftOut);
        store.within(connection).move(move.andRemoves(done).andRemoves(superseded));
        List<RejectedRecord> rejected = store.within(connection).reject(move.pipeline(), leftOut.rejected());
        Map<List<Object>, Instant> gone = new Since(done, superseded).byKey(joined.waiting());
        List<RejectedRecord> postponed = new ArrayList<>();
        List<RejectedRecord> added = new ArrayList<>();
        for (RejectedRecord record : leftOut.postponed()) {
            if (record.id() == 0) {
                Instant since = gone.get(Since.key(record));
                postponed.add(record.waitingSince(since == null ? move.readAt() : since));
                if (since == null) {
                    added.add(record);
                }
            }
        }
        store.within(connection).postpone(move.pipeline(), postponed);
        return new Kept(
                new LeftOut(rejected, added),
                before.kept(joined, leftOut, superseded.size()),
                joined.others().size() - superseded.size() - joined.strange(),
                oldest(done, postponed));
    }

    private @Nullable RejectedRecord oldest(List<Long> done, List<RejectedRecord> postponed) {
        Set<Long> gone = new HashSet<>(done);
        gone.addAll(superseded);
        return Stream.concat(
                        joined.waiting().stream().filter(record -> !gone.contains(record.id())), postponed.stream())
                .min(Comparator.comparing(RejectedRecord::since))
                .orElse(null);
    }

    /**
     * Since when keys have waited. A record that waits in the place of an older one has waited since that: else a row that
     * changes in each window would never have waited for long.
     *
     * @param done the numbers of records that leave the ledger
     * @param superseded more of them
     */
    private record Since(List<Long> done, List<Long> superseded) {
        Map<List<Object>, Instant> byKey(List<RejectedRecord> waiting) {
            Set<Long> gone = new HashSet<>(done);
            gone.addAll(superseded);
            Map<List<Object>, Instant> since = new HashMap<>();
            for (RejectedRecord record : waiting) {
                if (gone.contains(record.id()) && !record.key().isEmpty()) {
                    since.merge(key(record), record.since(), (one, other) -> one.isBefore(other) ? one : other);
                }
            }
            return since;
        }

        static List<Object> key(RejectedRecord record) {
            return List.of(QualifiedName.parse(record.table()), record.key());
        }
    }
}
