package io.cameletl.internal.source.query;

import io.cameletl.EtlException;
import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.Source;
import io.cameletl.internal.engine.pass.ComparedSource;
import io.cameletl.internal.engine.pass.ComparedTable;
import io.cameletl.internal.engine.pass.Scope;
import io.cameletl.internal.engine.pass.SourceSide;
import io.cameletl.internal.engine.spec.Backlogged;
import io.cameletl.internal.engine.spec.FirstColumn;
import io.cameletl.internal.engine.spec.KeySpan;
import io.cameletl.internal.engine.spec.Momentary;
import io.cameletl.internal.engine.spec.Ranged;
import io.cameletl.internal.engine.spec.SourceColumns;
import io.cameletl.internal.jdbc.Connections;
import io.cameletl.internal.jdbc.ShownStatement;
import io.cameletl.internal.source.query.compare.ComparedQuery;
import io.cameletl.internal.source.query.compare.SpannedKeys;
import io.cameletl.internal.source.query.page.QueryPages;
import io.cameletl.internal.source.query.shape.KnownTypes;
import io.cameletl.internal.source.query.shape.PageSql;
import io.cameletl.internal.source.query.shape.QueryDatabase;
import io.cameletl.internal.source.query.shape.QuerySession;
import io.cameletl.internal.source.query.shape.QueryShape;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one query over PostgreSQL, page by page in the order of its cursor columns. A page is one statement,
 * and only its rows are in memory, as {@link io.cameletl.Rows}.
 *
 * <p>When the first cursor column is a time ({@code timestamptz}, {@code timestamp}, {@code date}), rows at or after
 * the window's end stay for a later run; rows of a {@code date} come once their day is over. Other cursors, such as an
 * ever growing id, have no such bound: a row that commits after a row of a greater id was read is missed.
 *
 * <p>The query's columns are looked up once, and again when they have changed. Thread-safe.
 */
public final class QuerySource
        implements Source<KeysetCursor>,
                FirstColumn,
                Ranged<KeysetCursor>,
                Backlogged<KeysetCursor>,
                Momentary<KeysetCursor>,
                ComparedSource<KeysetCursor>,
                SourceColumns {
    private final QuerySpec spec;
    private final QueryDatabase database;
    private final QueryPages pages;
    private final AtomicBoolean checkedBefore = new AtomicBoolean();
    private final KnownTypes types;
    private volatile @Nullable LastPage last;

    /** @param spec what to read; nothing is asked of the database yet */
    public QuerySource(QuerySpec spec) {
        this(spec, QueryPages.COPIED);
    }

    /** @param copied from how many rows on pages are read by COPY where that is possible */
    QuerySource(QuerySpec spec, int copied) {
        this.spec = spec;
        this.database = new QueryDatabase(spec);
        this.pages = new QueryPages(database, copied);
        this.types = new KnownTypes(database);
    }

    /**
     * @throws EtlException when the database cannot be asked or is not PostgreSQL; the query or the cursor columns are
     *     wrong; the request's cursor is of other columns; the page ends between two rows of equal cursor values, of
     *     which the second would be lost
     */
    @Override
    public ExtractResponse<KeysetCursor> extract(ExtractRequest<KeysetCursor> request) {
        return read(request, connection -> pages.read(connection, request, null));
    }

    /** @param end the cursor after which no row is read */
    ExtractResponse<KeysetCursor> extract(ExtractRequest<KeysetCursor> request, KeysetCursor end) {
        checkCursor(end);
        return read(request, connection -> pages.read(connection, request, end));
    }

    /** Where the rows go to the target unread, nobody is given more of them at once than before. */
    @Override
    public boolean mayGrow() {
        return spec.mode() == ValueMode.TEXT;
    }

    @Override
    public ExtractResponse<KeysetCursor> extract(ExtractRequest<KeysetCursor> request, LargePage most) {
        return read(request, connection -> pages.readLarge(connection, request, most));
    }

    @Override
    public boolean hasMoments() {
        return true;
    }

    @Override
    public void readAtOneMoment(ExtractRequest<KeysetCursor> first, PageUse<KeysetCursor> use) throws Exception {
        checkCursor(first.after());
        new OneMoment(database, pages).read(first, use);
    }

    private ExtractResponse<KeysetCursor> read(
            ExtractRequest<KeysetCursor> request, Connections.Work<ExtractResponse<KeysetCursor>> reading) {
        checkCursor(request.after());
        return database.ask("read a page of the query", connection -> {
            last = new LastPage(spec, database.text(connection), request);
            return reading.on(connection);
        });
    }

    /** @throws EtlException when the first cursor column is no time, or the database cannot be asked for its type */
    @Override
    public KeysetCursor lookBack(KeysetCursor after, Instant from) {
        checkCursor(after);
        QueryShape shape = database.ask("look up the query's columns", database::shape);
        return new LookBack(spec, shape).from(after, from);
    }

    /** Asks the database only when the columns are not known. */
    @Override
    public boolean isText() {
        return database.ask("look up the query's columns", database::shape)
                .cursor()
                .get(0)
                .column()
                .isText();
    }

    @Override
    public Ranges<KeysetCursor> ranges() {
        return new QueryRanges(spec, this);
    }

    /** Looks for rows that divide the query's into ranges. */
    Boundaries<KeysetCursor> divide(RangeSample sample) {
        return database.ask(
                "look for the ranges of the first load",
                connection -> sample.take(
                        connection,
                        check(connection, database.settings(), database.shape(connection)),
                        database.settings(),
                        database.shape(connection)));
    }

    /** @return the statement of the last page that was asked for; empty before the first */
    public Optional<ShownStatement> statement() {
        LastPage page = last;
        QueryShape shape = database.known();
        if (page == null || shape == null) {
            return Optional.empty();
        }
        ShownStatement.Planned plan = () -> database.ask(
                "explain a page's statement",
                connection -> page.plan(connection, database.settings(), database.shape(connection)));
        return Optional.of(new ShownStatement("read a page", page.sql(shape), plan));
    }

    /** Asks the database only once the query's columns were seen to have changed. */
    @Override
    public Shape columns() {
        return types.shape();
    }

    @Override
    public List<String> key() {
        return types.key();
    }

    /** The source database's clock. */
    @Override
    public Instant now() {
        return database.now();
    }

    /**
     * What is known of the query before its first page.
     *
     * @param columns the columns of its rows
     * @param timeless the first cursor column, when no window's end bounds it since it is no time; null when it is one
     * @param origin the database and the table whose columns are the cursor's; null when they are not those of one table
     * @param warnings what works, and yet is hardly meant
     * @param statement what reads the first page
     */
    public record Checked(
            List<String> columns,
            @Nullable String timeless,
            @Nullable String origin,
            List<String> warnings,
            String statement) {
        public Checked {
            columns = List.copyOf(columns);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Looks at the query and its cursor columns without reading a row: a few statements, to be asked once.
     *
     * @param seed the cursor after which a new pipeline starts; null for none
     * @throws EtlException when the database cannot be asked; the query, the cursor columns or the seed are wrong; rows
     *     could not be told apart
     */
    public Checked check(@Nullable KeysetCursor seed) {
        checkCursor(seed);
        return database.ask("check the query", connection -> {
            // A start must not wait for a lock. The run that checks again holds the lease, and waits as its pages do.
            String settings = checkedBefore.getAndSet(true)
                    ? database.settings()
                    : QuerySession.waitingShortly(database.settings());
            QueryShape shape = database.describe(connection, settings);
            QueryCheck check = check(connection, settings, shape);
            List<String> warnings = check.check(connection, seed);
            QueryShape.Column first = shape.cursor().get(0).column();
            return new Checked(
                    shape.rowColumns(),
                    first.isTime() ? null : first.name(),
                    check.origin(),
                    warnings,
                    PageSql.of(database.text(connection), shape, seed != null));
        });
    }

    /**
     * Executes a page's statement after a cursor, and reads no row.
     *
     * @throws EtlException when the database cannot be asked; the cursor is of other columns, or a value is none of its
     *     column's type
     */
    public void tryCursor(KeysetCursor cursor) {
        checkCursor(cursor);
        database.ask("try the cursor", connection -> {
            check(connection, database.settings(), database.shape(connection)).probe(connection, cursor);
            return true;
        });
    }

    private QueryCheck check(Connection connection, String settings, QueryShape shape) throws SQLException {
        return new QueryCheck(spec, database.text(connection), settings, shape);
    }

    /**
     * Counts, in one statement, the rows that no page holds: those with NULL in a cursor column that may be NULL, and those
     * whose time is infinity. Without such columns it asks the database nothing.
     *
     * @throws EtlException when there are any, with their number and column
     */
    @Override
    public void checkComplete() {
        database.ask("count the rows out of the cursor's reach", connection -> {
            new UnreachableRows(spec, database.text(connection), database.settings())
                    .check(connection, database.shape(connection));
            return true;
        });
    }

    @Override
    public List<String> comparedColumns() {
        return database.ask("look up the query's columns", database::shape).rowColumns();
    }

    @Override
    public String comparedText() {
        return spec.query() + " " + spec.omitColumns();
    }

    @Override
    public List<?> rows(Scope<KeysetCursor> scope, List<String> columns, List<List<String>> keys) {
        checkCursor(scope.after());
        checkCursor(scope.upTo());
        return database.ask(
                "read rows of the query by their keys", connection -> pages.keyed(connection, scope, columns, keys));
    }

    @Override
    public List<List<String>> keys(Scope<KeysetCursor> scope, List<String> columns, KeySpan span, int most) {
        checkCursor(scope.after());
        checkCursor(scope.upTo());
        return database.ask("read keys of the query", connection -> SpannedKeys.of(connection, database, columns)
                .read(connection, scope, span, most));
    }

    @Override
    public SourceSide<KeysetCursor> compared(ComparedTable table, Scope<KeysetCursor> scope) {
        checkCursor(scope.after());
        checkCursor(scope.upTo());
        return ComparedQuery.of(database, table, scope);
    }

    private void checkCursor(@Nullable KeysetCursor after) {
        if (after != null && !after.values().keySet().equals(new HashSet<>(spec.cursorColumns()))) {
            throw new EtlException(
                    spec.pipeline(),
                    "the stored cursor is of the columns " + after.values().keySet() + ", the pipeline has"
                            + " cursorColumns=" + spec.cursorColumns() + ". Name the stored columns, or set a cursor of"
                            + " the new ones with operation=seek");
        }
    }
}
