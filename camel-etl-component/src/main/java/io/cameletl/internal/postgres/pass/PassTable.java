package io.cameletl.internal.postgres.pass;

import io.cameletl.EtlException;
import io.cameletl.internal.checksum.Images;
import io.cameletl.internal.checksum.KeyOrder;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.checksum.RangeReader;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTable.KeyColumn;
import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.KeyedHash;
import io.cameletl.internal.engine.pass.Removal;
import io.cameletl.internal.engine.pass.Slice;
import io.cameletl.internal.engine.pass.SourceRow;
import io.cameletl.internal.engine.pass.Sum;
import io.cameletl.internal.engine.pass.TargetSide;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The rows of the target table. Thread-safe once it is known how rows are hashed. */
final class PassTable implements TargetSide {
    private static final String EXCLUSION_VIOLATION = "23P01";

    private final PassSession session;
    private final ComparedTable table;
    private final PassLookup lookup;
    private RangeReader reader;

    PassTable(PassSession session, PassLookup lookup) {
        this.session = session;
        this.table = lookup.table();
        this.lookup = lookup;
        this.reader = reader(lookup.plan(), table);
    }

    private static RangeReader reader(TablePlan plan, ComparedTable table) {
        List<String> images = table.columns().stream()
                .map(column -> Images.stored("t." + Identifier.of(column.name()).sql(), column.type()))
                .toList();
        List<RangeReader.Key> keys = new ArrayList<>();
        for (KeyColumn key : table.key()) {
            String column = "t." + Identifier.of(key.column().name()).sql();
            keys.add(new RangeReader.Key(
                    column,
                    Images.text(Images.stored(column, key.column().type())),
                    KeyOrder.type(key.column().type(), key.column().type(), true)));
        }
        return new RangeReader(
                Query.of("FROM " + plan.target() + " AS t\nWHERE "
                        + (table.where() == null ? "true" : "(" + table.where() + "\n)")),
                keys,
                Images.row(
                        table.keyPlaces().stream().map(images::get).toList(),
                        table.key().stream().map(key -> key.column().type()).toList()),
                Images.row(
                        images,
                        table.columns().stream().map(ComparedTable.Column::type).toList()),
                Hashing.MD5);
    }

    @Override
    public String hashes() {
        return session.ask("ask the target for its hashes", RangeReader::hashes);
    }

    @Override
    public void hashBy(Hashing hashing) {
        reader = reader.hashedBy(hashing);
    }

    @Override
    public Map<Integer, Sum> sums(KeyRange range, int buckets, Slice within) {
        return session.ask(
                "sum up rows of the table " + table.name(),
                (connection, settings) -> reader.sums(connection, settings, range, buckets, within));
    }

    @Override
    public List<KeyedHash> rows(KeyRange range, Slice within) {
        return session.ask(
                "read keys of the table " + table.name(),
                (connection, settings) -> reader.hashes(connection, settings, range, within));
    }

    @Override
    public List<Found> compare(List<SourceRow> rows) {
        try {
            return session.ask(
                    "compare rows of the table " + table.name(),
                    (connection, settings) -> lookup.compare(rows).all(connection, settings, lookup::found));
        } catch (EtlException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            if (rows.size() == 1) {
                return List.of(unfit(rows.get(0)));
            }
            int half = rows.size() / 2;
            List<Found> both = new ArrayList<>(compare(rows.subList(0, half)));
            both.addAll(compare(rows.subList(half, rows.size())));
            return both;
        }
    }

    /** A row with values that the table cannot hold: it differs in those, if there is a row of its key. */
    private Found unfit(SourceRow row) {
        List<Integer> unfit = IntStream.range(0, table.columns().size())
                .filter(i -> !fits(row, i))
                .boxed()
                .toList();
        List<String> key = table.keyPlaces().stream()
                .map(place -> String.valueOf(row.values().get(place)))
                .toList();
        List<List<String>> there = table.keyPlaces().stream().anyMatch(unfit::contains)
                ? List.of()
                : session.ask(
                        "look up a row of the table " + table.name(),
                        (connection, settings) -> lookup.printed(List.of(key)).all(connection, settings, this::key));
        return new Found(
                there.isEmpty() ? null : there.get(0),
                unfit.stream().map(i -> table.columns().get(i).name()).toList());
    }

    private List<String> key(ResultSet row) throws SQLException {
        List<String> key = new ArrayList<>();
        for (int i = 1; i <= table.key().size(); i++) {
            key.add(row.getString(i));
        }
        return key;
    }

    private boolean fits(SourceRow row, int column) {
        try {
            return session.ask(
                    "read a value of the source",
                    (connection, settings) -> lookup.value(row, column)
                                    .all(connection, settings, one -> true)
                                    .size()
                            == 1);
        } catch (EtlException e) {
            if (SqlStates.isData(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Removal removal(List<List<String>> keys) {
        return new SurplusRows(lookup, keys, false);
    }

    @Override
    public Removal marking(List<List<String>> keys) {
        if (lookup.marked() == null) {
            throw new IllegalStateException("no column of the table " + table.name() + " marks rows as gone");
        }
        return new SurplusRows(lookup, keys, true);
    }

    @Override
    public boolean canMark() {
        return lookup.marked() != null;
    }

    @Override
    public Set<List<String>> present(List<List<String>> keys) {
        return answered(lookup.present(keys, true), keys);
    }

    private Set<List<String>> answered(Query places, List<List<String>> keys) {
        return new HashSet<>(session.ask(
                "look up rows of the table " + table.name(),
                (connection, settings) -> places.all(connection, settings, row -> keys.get(row.getInt(1) - 1))));
    }

    @Override
    public boolean isTaken(Throwable failure) {
        return SqlStates.is(SqlStates.UNIQUE_VIOLATION, failure) || SqlStates.is(EXCLUSION_VIOLATION, failure);
    }
}
