package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.checksum.ColumnTypes;
import io.cameletl.internal.checksum.Images;
import io.cameletl.internal.checksum.Query;
import io.cameletl.internal.checksum.RangeReader;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.ComparedTable.KeyColumn;
import io.cameletl.internal.engine.pass.Hashing;
import io.cameletl.internal.engine.pass.ImageType;
import io.cameletl.internal.engine.pass.KeyRange;
import io.cameletl.internal.engine.pass.KeyedHash;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.pass.Slice;
import io.cameletl.internal.engine.pass.SourceRow;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.pass.Sum;
import io.cameletl.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a query as a side of a comparison with a table. Thread-safe once it is known how rows are hashed. */
final class ComparedQuery implements SourceSide<KeysetCursor> {
    private static final ImageType BOOL = new ImageType("pg_catalog", "bool", "", false);

    private final Asking asking;
    private final ComparedScope scope;
    private final ComparedKeys keys;
    private final List<ImageType> types;
    private final ComparedTable table;
    private volatile RangeReader reader;
    private volatile boolean plain;

    /** A question, with settings to be put before its statement. */
    @FunctionalInterface
    interface Question<T> {
        T on(Connection connection, String settings) throws SQLException;
    }

    /** How the source database is asked. */
    interface Asking {
        /** @param what completes the message of a failure: "cannot ..." */
        <T> T ask(String what, Question<T> question);
    }

    private ComparedQuery(
            Asking asking, ComparedScope scope, ComparedKeys keys, List<ImageType> types, ComparedTable table) {
        this.asking = asking;
        this.scope = scope;
        this.keys = keys;
        this.types = types;
        this.table = table;
        this.reader = reader(Hashing.MD5);
    }

    /** Looks up the types of the query's columns; no row is read. */
    static ComparedQuery of(
            Connection connection,
            QuerySpec spec,
            QueryText query,
            String settings,
            QueryShape shape,
            ComparedTable table,
            Scope<KeysetCursor> rows,
            Asking asking)
            throws SQLException {
        List<QueryShape.Column> columns = table.columns().stream()
                .map(column -> column(spec, shape, column.name()))
                .toList();
        List<ImageType> types = types(connection, settings, query, columns);
        ComparedKeys keys = ComparedKeys.of(connection, settings, spec, query, shape, table, types);
        return new ComparedQuery(asking, ComparedScope.of(spec, query, shape, table, rows), keys, types, table);
    }

    static QueryShape.Column column(QuerySpec spec, QueryShape shape, String name) {
        return shape.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new EtlException(spec.pipeline(), "the query has no column \"" + name + "\" any more"));
    }

    private static List<ImageType> types(
            Connection connection, String settings, QueryText query, List<QueryShape.Column> columns)
            throws SQLException {
        String numbers = Query.of(Orderings.typesSql(query, columns))
                .all(connection, settings, row -> row.getString(1))
                .get(0);
        return ColumnTypes.of(
                connection,
                numbers,
                columns.stream()
                        .map(column -> "-1")
                        .toList()
                        .toString()
                        .replace('[', '{')
                        .replace(']', '}'));
    }

    @Override
    public boolean isOrdered() {
        return reader.isOrdered();
    }

    @Override
    public String hashes() {
        return asking.ask("ask the source for its hashes", RangeReader::hashes);
    }

    @Override
    public void hashBy(Hashing hashing) {
        reader = reader(hashing);
    }

    @Override
    public Map<Integer, Sum> sums(KeyRange range, int buckets, Slice within) {
        return images(
                "sum up rows of the query",
                (connection, settings) -> reader.sums(connection, settings, range, buckets, within));
    }

    @Override
    public List<KeyedHash> rows(KeyRange range, Slice within) {
        return images(
                "read keys of the query", (connection, settings) -> reader.hashes(connection, settings, range, within));
    }

    @Override
    public long keyless() {
        Query query = scope.keyless(table);
        return query == null
                ? 0
                : asking.ask("count rows of the query without a key", (connection, settings) -> query.all(
                                connection, settings, row -> row.getLong(1))
                        .get(0));
    }

    @Override
    public NextRange next(@Nullable List<String> after, int rows) {
        return images(
                "sum up a range of the query",
                (connection, settings) -> reader.next(connection, settings, after, rows));
    }

    /** A value that the target's type cannot hold fails the statement: then values are compared by their own texts. */
    private <T> T images(String what, Question<T> question) {
        try {
            return asking.ask(what, question);
        } catch (EtlException e) {
            if (plain || !SqlStates.isData(e)) {
                throw e;
            }
            plain = true;
            reader = reader(reader.hashing());
            return asking.ask(what, question);
        }
    }

    private RangeReader reader(Hashing hashing) {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            ComparedTable.Column column = table.columns().get(i);
            String value = PageSql.column(column.name());
            images.add(
                    plain ? Images.unread(value, column.type()) : Images.asStored(value, types.get(i), column.type()));
        }
        List<RangeReader.Key> columns = new ArrayList<>();
        for (int i = 0; i < table.key().size(); i++) {
            KeyColumn key = table.key().get(i);
            columns.add(new RangeReader.Key(
                    PageSql.column(key.column().name()),
                    Images.text(images.get(table.keyPlaces().get(i))),
                    keys.orders().get(i)));
        }
        return new RangeReader(
                scope.rows(table),
                columns,
                Images.row(
                        table.keyPlaces().stream().map(images::get).toList(),
                        table.key().stream().map(key -> key.column().type()).toList()),
                Images.row(
                        images,
                        table.columns().stream().map(ComparedTable.Column::type).toList()),
                hashing);
    }

    @Override
    public List<SourceRow> look(List<List<String>> asked) {
        return split(
                "look up rows of the query",
                asked,
                some -> (connection, settings) -> scope.look(keys.join(some), table.names())
                        .all(connection, settings, row -> {
                            List<@Nullable String> values = new ArrayList<>();
                            for (int i = 0; i < types.size(); i++) {
                                String text = row.getString(i + 4);
                                values.add(types.get(i).isNamed(BOOL) && text != null ? truth(text) : text);
                            }
                            SourceRow.Place place = !row.getBoolean(2)
                                    ? SourceRow.Place.OUTSIDE
                                    : row.getBoolean(3) ? SourceRow.Place.DELETED : SourceRow.Place.DUE;
                            return new SourceRow(some.get(row.getInt(1) - 1), place, values);
                        }));
    }

    /** As a page has it, and as a text column would hold it. */
    private static String truth(String text) {
        return text.equals("t") ? "true" : text.equals("f") ? "false" : text;
    }

    @Override
    public Set<List<String>> inPage(@Nullable KeysetCursor after, KeysetCursor end, List<List<String>> asked) {
        return new HashSet<>(split(
                "look for rows of a skipped page",
                asked,
                some -> (connection, settings) -> scope.inPage(keys.join(some), after, end)
                        .all(connection, settings, row -> some.get(row.getInt(1) - 1))));
    }

    /** A question about some of the keys. */
    private interface OfKeys<T> {
        Question<List<T>> of(List<List<String>> some);
    }

    /** Keys come from the target, too: one that the source's type cannot be is not there. */
    private <T> List<T> split(String what, List<List<String>> asked, OfKeys<T> question) {
        if (asked.isEmpty()) {
            return List.of();
        }
        try {
            return asking.ask(what, question.of(asked));
        } catch (EtlException e) {
            if (!SqlStates.isData(e)) {
                throw e;
            }
            if (asked.size() == 1) {
                return List.of();
            }
            List<T> both = new ArrayList<>(split(what, asked.subList(0, asked.size() / 2), question));
            both.addAll(split(what, asked.subList(asked.size() / 2, asked.size()), question));
            return both;
        }
    }
}
