package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.Deletes;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Strategy;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.internal.postgres.support.HistoryModel;
import io.cameletl.internal.postgres.support.HistoryModel.Point;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random changes in random runs, by every strategy, in one lane or two, in one range or several, by rows that are read and
 * rows that are passed on unread: the table is what a model in memory is. {@code -Detl.test.seeds} says how many.
 */
@Tag("slow")
@WithPostgres
class StrategiesRandomTest {
    /**
     * What is left to chance in a history.
     *
     * @param log whether the source has each change as a row of its own, of ever higher versions; else each run brings a row
     *     once, of any version
     */
    private record Chance(
            Strategy strategy,
            Deletes deletes,
            boolean log,
            boolean transformed,
            boolean unlogged,
            int lanes,
            int shards,
            int prefetch,
            int page,
            int keys) {
        static Chance of(Random random) {
            Strategy strategy = Strategy.values()[random.nextInt(3)];
            List<Deletes> deletes =
                    switch (strategy) {
                        case MERGE -> List.of(Deletes.values());
                        case APPEND -> List.of(Deletes.MARK, Deletes.IGNORE);
                        case HISTORY -> List.of(Deletes.DELETE, Deletes.IGNORE);
                    };
            boolean log = random.nextBoolean();
            // What tells versions apart is a key of its own; else changes of one row must come one after the other.
            boolean apart = strategy == Strategy.APPEND || !log;
            return new Chance(
                    strategy,
                    deletes.get(random.nextInt(deletes.size())),
                    log,
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    1 + random.nextInt(2),
                    apart ? 1 + random.nextInt(3) : 1,
                    random.nextInt(3),
                    1 + random.nextInt(12),
                    10 + random.nextInt(50));
        }

        String options() {
            return "query=RAW(select " + (log ? "" : "seq, ")
                    + "id, v, name, gone from changes)&sourceDataSource=#source"
                    + "&dataSource=#target&tables=t&keyColumns=id&versionColumn=v&deletedColumn=gone&consistencyDelay=0"
                    + (log ? "&cursorColumns=v" : "&cursorColumns=seq" + (transformed ? "" : "&omitColumns=seq"))
                    + "&strategy=" + strategy.name().toLowerCase(Locale.ROOT)
                    + "&deletes=" + deletes.name().toLowerCase(Locale.ROOT)
                    + (transformed ? "&transform=#same" : "") + (unlogged ? "&staging=unlogged" : "")
                    + "&lanes=" + lanes + "&initialShards=" + shards + "&prefetch=" + prefetch + "&pageSize=" + page;
        }

        String table() {
            String gone = deletes == Deletes.MARK ? ", gone bool" : "";
            return switch (strategy) {
                case MERGE -> "create table t (id int primary key, v int, name text" + gone + ")";
                case APPEND -> "create table t (id int, v int, name text" + gone + ", primary key (id, v))";
                case HISTORY ->
                    "create table t (id int, v int, name text, valid_from int, valid_to int check (valid_to > valid_from),"
                            + " primary key (id, valid_from)); create unique index on t (id) where valid_to is null";
            };
        }
    }

    private record Change(int id, int version, @Nullable String name, boolean gone) {}

    private TestDatabase source;
    private TestDatabase target;
    private int seq;

    @Test
    void whatever_the_strategy_the_table_is_what_the_changes_make_of_it(
            @SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute("create table changes (seq int primary key, id int, v int not null, name text, gone bool)");
        Seeded.times(5).play("StrategiesRandomTest", seed -> {
            Random random = Seeded.random(seed);
            Chance chance = Chance.of(random);
            try {
                play(chance, random);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(chance.toString(), e);
            }
        });
    }

    private void play(Chance chance, Random random) throws Exception {
        source.execute("truncate changes");
        target.execute(
                "drop table if exists t, etl_pipeline, etl_run, etl_shard, etl_skipped_page, etl_rejected_record");
        target.execute(chance.table());
        seq = 0;
        Model model = new Model(chance);
        Transform<Map<String, Object>> same = rows -> List.of(new TargetData(
                "t", rows.stream().map(StrategiesRandomTest::withoutSeq).toList()));
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "t")
                .bind("same", same)
                .route(chance.options())) {
            for (int run = 0; run < 4; run++) {
                List<Change> changes = changes(chance, run, random);
                assertThat(etl.run())
                        .returns(RunOutcome.DRAINED, RunReport::outcome)
                        .returns((long) changes.size(), RunReport::rows);
                model.apply(changes);
                assertThat(there(chance)).as("after run %s", run).isEqualTo(model.lines());
            }
        }
    }

    private static Map<String, Object> withoutSeq(Map<String, Object> row) {
        Map<String, Object> record = new LinkedHashMap<>(row);
        record.remove("seq");
        return record;
    }

    private List<Change> changes(Chance chance, int run, Random random) {
        List<Integer> ids = new ArrayList<>();
        if (chance.log()) {
            IntStream.range(0, 1 + random.nextInt(3 * chance.keys()))
                    .forEach(i -> ids.add(random.nextInt(chance.keys())));
        } else {
            IntStream.range(0, chance.keys()).filter(i -> random.nextInt(3) > 0).forEach(ids::add);
            Collections.shuffle(ids, random);
        }
        List<Change> changes = new ArrayList<>();
        for (int id : ids) {
            seq++;
            boolean gone = random.nextInt(4) == 0;
            Change change = new Change(
                    id, chance.log() ? seq : random.nextInt(4 + 6 * run), gone ? null : "n" + random.nextInt(3), gone);
            source.execute("insert into changes values (" + seq + ", " + change.id() + ", " + change.version() + ", "
                    + (gone ? "null" : "'" + change.name() + "'") + ", " + gone + ")");
            changes.add(change);
        }
        return changes;
    }

    private List<String> there(Chance chance) {
        String row =
                switch (chance.strategy()) {
                    case HISTORY ->
                        "id || ' ' || valid_from || '..' || coalesce(valid_to::text, '') || ' ' || coalesce(name, 'null')"
                                + " || ' v' || v";
                    default ->
                        "id || ' ' || v || ' ' || coalesce(name, 'null')"
                                + (chance.deletes() == Deletes.MARK ? " || ' ' || gone" : "");
                };
        String order = chance.strategy() == Strategy.HISTORY ? "id::text collate \"C\", valid_from" : "id, v";
        return target.query("select " + row + " as line from t order by " + order).stream()
                .map(each -> String.valueOf(each.get("line")))
                .toList();
    }

    /** What the table is to be. */
    private static final class Model {
        private final Chance chance;
        private final HistoryModel history = new HistoryModel();
        private final TreeMap<Integer, TreeMap<Integer, Change>> rows = new TreeMap<>();

        Model(Chance chance) {
            this.chance = chance;
        }

        void apply(List<Change> changes) {
            if (chance.strategy() == Strategy.HISTORY) {
                history.apply(
                        changes.stream()
                                .filter(change -> !change.gone() || chance.deletes() == Deletes.DELETE)
                                .map(change -> new Point(
                                        String.valueOf(change.id()), change.version(), change.name(), change.gone()))
                                .toList(),
                        0);
            } else {
                changes.forEach(this::apply);
            }
        }

        private void apply(Change change) {
            TreeMap<Integer, Change> versions = rows.computeIfAbsent(change.id(), id -> new TreeMap<>());
            if (change.gone() && chance.deletes() == Deletes.IGNORE) {
                return;
            }
            if (chance.strategy() == Strategy.APPEND) {
                versions.put(change.version(), change);
                return;
            }
            Change row = versions.isEmpty() ? null : versions.firstEntry().getValue();
            if (row == null ? change.gone() : row.version() > change.version()) {
                return;
            }
            versions.clear();
            if (!change.gone()) {
                versions.put(change.version(), change);
            } else if (chance.deletes() == Deletes.MARK) {
                versions.put(change.version(), new Change(change.id(), change.version(), row.name(), true));
            }
        }

        List<String> lines() {
            return chance.strategy() == Strategy.HISTORY
                    ? history.lines()
                    : rows.values().stream()
                            .flatMap(versions -> versions.values().stream())
                            .map(row -> row.id() + " " + row.version() + " " + row.name()
                                    + (chance.deletes() == Deletes.MARK ? " " + row.gone() : ""))
                            .toList();
        }
    }
}
