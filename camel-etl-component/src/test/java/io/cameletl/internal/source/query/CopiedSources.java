package io.cameletl.internal.source.query;

import io.cameletl.internal.jdbc.Timeouts;
import io.cameletl.internal.source.query.text.QuerySpec;
import io.cameletl.internal.source.query.text.QuerySpec.ValueMode;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;

/** Sources that read each page which may be read so by {@code COPY}, however small. */
public final class CopiedSources {
    private CopiedSources() {}

    public static QuerySource of(DataSource dataSource, String query, String... cursorColumns) {
        return of(dataSource, Timeouts.NONE, List.of(), query, cursorColumns);
    }

    public static QuerySource of(
            DataSource dataSource, Timeouts timeouts, List<String> omit, String query, String... cursorColumns) {
        return new QuerySource(
                new QuerySpec(
                        "orders",
                        query,
                        List.of(cursorColumns),
                        dataSource,
                        ValueMode.TEXT,
                        ZoneOffset.UTC,
                        omit,
                        timeouts),
                1);
    }
}
