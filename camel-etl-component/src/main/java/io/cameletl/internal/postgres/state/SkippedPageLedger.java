package io.cameletl.internal.postgres.state;

import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** The ledger of a pipeline's pages that were given up. */
final class SkippedPageLedger {
    private final String pipeline;
    private final Function<StateSql.Name, StateStatement> sql;

    SkippedPageLedger(String pipeline, Function<StateSql.Name, StateStatement> sql) {
        this.pipeline = pipeline;
        this.sql = sql;
    }

    void add(SkippedPage page) throws SQLException {
        int added = sql.apply(StateSql.Name.SKIP)
                .text(pipeline)
                .number(page.runNumber())
                .text(page.end().type())
                .json(page.after() == null ? null : page.after().json())
                .json(page.end().json())
                .time(page.window().fromAt())
                .time(page.window().beforeAt())
                .number(page.rows())
                .text(page.reason())
                .update();
        StateErrors.requireAll(pipeline, "etl_skipped_page", 1, added);
    }

    /** @return all, oldest first */
    List<SkippedPage> all() throws SQLException {
        return sql.apply(StateSql.Name.SKIPPED)
                .text(pipeline)
                .all(row -> new SkippedPage(
                        row.number(1),
                        row.number(2),
                        row.cursor(3, 4),
                        new StoredCursor(row.text(3), row.text(5)),
                        row.window(6),
                        row.integer(8),
                        row.text(9)));
    }
}
