package io.cameletl.internal.source.support;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.Source;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** What the tests of this package share. */
public final class Sources {
    public static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");

    private Sources() {}

    public static QuerySource text(DataSource dataSource, String query, String... cursorColumns) {
        return source(dataSource, ValueMode.TEXT, ZoneOffset.UTC, query, cursorColumns);
    }

    public static QuerySource typed(DataSource dataSource, String query, String... cursorColumns) {
        return source(dataSource, ValueMode.TYPED, ZoneOffset.UTC, query, cursorColumns);
    }

    public static QuerySource source(
            DataSource dataSource, ValueMode mode, ZoneId zone, String query, String... cursorColumns) {
        return new QuerySource(new QuerySpec("orders", query, List.of(cursorColumns), dataSource, mode, zone));
    }

    public static ExtractRequest<KeysetCursor> request(@Nullable KeysetCursor after, int first, Instant beforeAt) {
        return new ExtractRequest<>("orders", after, first, ExtractRequest.BEGINNING, beforeAt);
    }

    /** Every row, page by page, as the engine asks for them. */
    public static List<Map<String, Object>> drain(QuerySource source, int first, Instant beforeAt) {
        return drain(source, null, first, beforeAt);
    }

    /** The same after a cursor. */
    public static List<Map<String, Object>> drain(
            Source<KeysetCursor> source, @Nullable KeysetCursor begin, int first, Instant beforeAt) {
        List<Map<String, Object>> rows = new ArrayList<>();
        KeysetCursor after = begin;
        while (true) {
            ExtractResponse<KeysetCursor> page;
            try {
                page = source.extract(request(after, first, beforeAt));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            for (Object row : page.rows()) {
                rows.add(asMap(row));
            }
            if (!page.hasNextPage()) {
                return rows;
            }
            after = page.endCursor();
        }
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> asMap(Object row) {
        return (Map<String, Object>) row;
    }

    public static List<Object> column(List<Map<String, Object>> rows, String column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }

    /** Sessions with settings of their own, as {@code -c extra_float_digits=0}. */
    public static DataSource withOptions(TestDatabase database, String options) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(database.url());
        dataSource.setUser(database.user());
        dataSource.setPassword(database.password());
        dataSource.setOptions(options);
        return dataSource;
    }
}
