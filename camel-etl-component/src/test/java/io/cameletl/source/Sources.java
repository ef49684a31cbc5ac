package io.cameletl.source;

import io.cameletl.ExtractRequest;
import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.testing.TestDatabase;
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
final class Sources {
    static final Instant FAR = Instant.parse("9000-01-01T00:00:00Z");

    private Sources() {}

    static QuerySource text(DataSource dataSource, String query, String... cursorColumns) {
        return source(dataSource, Mode.TEXT, ZoneOffset.UTC, query, cursorColumns);
    }

    static QuerySource typed(DataSource dataSource, String query, String... cursorColumns) {
        return source(dataSource, Mode.TYPED, ZoneOffset.UTC, query, cursorColumns);
    }

    static QuerySource source(DataSource dataSource, Mode mode, ZoneId zone, String query, String... cursorColumns) {
        return new QuerySource(new QuerySpec("orders", query, List.of(cursorColumns), dataSource, mode, zone));
    }

    static ExtractRequest<KeysetCursor> request(@Nullable KeysetCursor after, int first, Instant beforeAt) {
        return new ExtractRequest<>("orders", after, first, ExtractRequest.BEGINNING, beforeAt);
    }

    /** Every row, page by page, as the engine asks for them. */
    static List<Map<String, Object>> drain(QuerySource source, int first, Instant beforeAt) {
        List<Map<String, Object>> rows = new ArrayList<>();
        KeysetCursor after = null;
        while (true) {
            ExtractResponse<KeysetCursor> page = source.extract(request(after, first, beforeAt));
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
    static Map<String, Object> asMap(Object row) {
        return (Map<String, Object>) row;
    }

    static List<Object> column(List<Map<String, Object>> rows, String column) {
        return rows.stream().map(row -> row.get(column)).toList();
    }

    /** Sessions with settings of their own, as {@code -c extra_float_digits=0}. */
    static DataSource withOptions(TestDatabase database, String options) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(database.url());
        dataSource.setUser(database.user());
        dataSource.setPassword(database.password());
        dataSource.setOptions(options);
        return dataSource;
    }
}
