package io.cameletl.internal.postgres.page;

import io.cameletl.TableCounts;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Moves the cursor, and keeps in the ledger what of a page is not in the target. */
final class LedgerStep implements TransactionStep {
    private final JdbcPipelineStore store;
    private final PostponedBefore before;
    private final Joined joined;
    private final CursorMove move;
    private List<Superseded> superseded = List.of();

    /** @param joined the page with the postponed records of before */
    LedgerStep(JdbcPipelineStore store, PostponedBefore before, Joined joined, CursorMove move) {
        this.store = store;
        this.before = before;
        this.joined = joined;
        this.move = move;
    }

    @Override
    public void superseding(List<Superseded> places) {
        superseded = places;
    }

    @Override
    public Kept run(Connection connection, LeftOut leftOut, Map<String, TableCounts> counts) {
        List<Long> done = joined.done(leftOut);
        List<Long> replaced =
                superseded.stream().map(place -> place.waiting().id()).toList();
        store.within(connection).move(move.andRemoves(done).andRemoves(replaced).after(counts.values()));
        List<RejectedRecord> postponed = new ArrayList<>();
        List<RejectedRecord> aside = rests(leftOut, postponed);
        int rests = postponed.size();
        List<RejectedRecord> rejected = store.within(connection).reject(move.pipeline(), aside);
        Map<List<Object>, Instant> gone = new Since(done, replaced).byKey(joined.waiting());
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
        int fewer = superseded.size() - rests;
        return new Kept(
                new LeftOut(rejected, added),
                before.kept(joined, leftOut, fewer, !superseded.isEmpty()),
                joined.others().size() - fewer - joined.strange(),
                oldest(done, replaced, postponed));
    }

    /**
     * What of the superseded records is not in the newer ones goes on waiting. Where the newer one is rejected, the older
     * goes with it, before it: a replay loads both in their order.
     *
     * @param postponed gets those that wait
     * @return the records to set aside
     */
    private List<RejectedRecord> rests(LeftOut leftOut, List<RejectedRecord> postponed) {
        Set<List<Object>> bad = leftOut.rejected().stream().map(Since::key).collect(Collectors.toSet());
        List<RejectedRecord> aside = new ArrayList<>();
        for (Superseded place : superseded) {
            if (place.rest() != null && bad.contains(Since.key(place.waiting()))) {
                aside.add(place.waiting().setAside());
            } else if (place.rest() != null) {
                postponed.add(place.rest());
            }
        }
        aside.addAll(leftOut.rejected());
        return aside;
    }

    private @Nullable RejectedRecord oldest(List<Long> done, List<Long> replaced, List<RejectedRecord> postponed) {
        Set<Long> gone = new HashSet<>(done);
        gone.addAll(replaced);
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
