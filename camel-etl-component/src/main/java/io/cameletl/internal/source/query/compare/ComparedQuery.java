package io.cameletl.internal.source.query.compare;

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
import io.cameletl.internal.source.query.shape.Orderings;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QueryText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of a query as a side of a comparison with a table. Thread-safe once it is known how rows are hashed. */
public final class ComparedQuery implements SourceSide<KeysetCursor> {
    private final QueryDatabase database;
    private final ComparedScope scope;
    private final List<ImageType> types;
    private final ComparedTable table;
    private final List<@Nullable String> orders;
    private final @Nullable String doubtful;
    private final boolean keepsForm;
    private final KeyLookUp lookUp;
    private volatile RangeReader reader;
    private volatile boolean plain;

    private ComparedQuery(
            QueryDatabase database,
            ComparedScope scope,
            ComparedKeys keys,
            List<ImageType> types,
            ComparedTable table) {
        this.database = database;
        this.scope = scope;
        this.types = types;
        this.table = table;
        this.orders = keys.orders();
        this.doubtful = keys.doubtful();
        this.keepsForm = keys.keepForm();
        this.lookUp = new KeyLookUp(database, scope, keys, types, table);
        this.reader = reader(Hashing.MD5);
    }

    /** Looks up the types of the query's columns; no row is read. */
    public static ComparedQuery of(QueryDatabase database, ComparedTable table, Scope<KeysetCursor> rows) {
        QuerySpec spec = database.spec();
        return database.ask("look up how the query's rows are compared", connection -> {
            QueryText query = database.text(connection);
            String settings = database.settings();
            QueryShape shape = database.shape(connection);
            List<QueryShape.Column> columns = table.columns().stream()
                    .map(column -> column(spec, shape, column.name()))
                    .toList();
            List<ImageType> types = types(connection, settings, query, columns);
            ComparedKeys keys = ComparedKeys.of(connection, settings, spec, query, shape, table, types);
            return new ComparedQuery(database, ComparedScope.of(spec, query, shape, table, rows), keys, types, table);
        });
    }

    public static QueryShape.Column column(QuerySpec spec, QueryShape shape, String name) {
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
    public @Nullable String doubtfulKey() {
        return doubtful;
    }

    @Override
    public String hashes() {
        return database.askUnderSettings("ask the source for its hashes", RangeReader::hashes);
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
    public boolean keepsForm() {
        return keepsForm;
    }

    @Override
    public boolean printsAsStored() {
        return keepsForm || !plain;
    }

    @Override
    public List<List<String>> ownKeys(KeyRange range, Slice within) {
        List<String> texts = table.key().stream()
                .map(key -> key.column().name())
                .map(name -> Images.printed(
                        PageSql.column(name), types.get(table.names().indexOf(name))))
                .toList();
        return images("read keys of the query as they are", (connection, settings) -> reader.printing(texts)
                        .hashes(connection, settings, range, within))
                .stream()
                .map(KeyedHash::key)
                .toList();
    }

    @Override
    public long keyless() {
        Query query = scope.keyless(table);
        return query == null
                ? 0
                : database.askUnderSettings(
                        "count rows of the query without a key",
                        (connection, settings) -> query.all(connection, settings, row -> row.getLong(1))
                                .get(0));
    }

    @Override
    public NextRange next(@Nullable List<String> after, int rows) {
        return images(
                "sum up a range of the query",
                (connection, settings) -> reader.next(connection, settings, after, rows));
    }

    /** A value that the target's type cannot hold fails the statement: then values are compared by their own texts. */
    private <T> T images(String what, QueryDatabase.Question<T> question) {
        try {
            return database.askUnderSettings(what, question);
        } catch (EtlException e) {
            if (plain || !SqlStates.isData(e)) {
                throw e;
            }
            plain = true;
            reader = reader(reader.hashing());
            return database.askUnderSettings(what, question);
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
                    orders.get(i)));
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
        return lookUp.rows(asked);
    }

    @Override
    public Set<List<String>> inPage(@Nullable KeysetCursor after, KeysetCursor end, List<List<String>> asked) {
        return lookUp.inPage(after, end, asked);
    }
}
