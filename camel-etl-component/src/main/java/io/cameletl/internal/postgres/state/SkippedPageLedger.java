package io.cameletl.internal.postgres.state;

import io.cameletl.SkippedPage;
import io.cameletl.StoredCursor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The ledger of pages that were given up. */
final class SkippedPageLedger {
    private SkippedPageLedger() {}

    static void add(Connection connection, StateSql sql, String pipeline, SkippedPage page) throws SQLException {
        try (StateStatement binder = StateStatement.of(connection, sql.skip)) {
            int added = binder.text(pipeline)
                    .number(page.runNumber())
                    .text(page.end().type())
                    .text(page.after() == null ? null : page.after().json())
                    .text(page.end().json())
                    .time(page.window().fromAt())
                    .time(page.window().beforeAt())
                    .number(page.rows())
                    .text(StorableText.text(page.reason()))
                    .update();
            Ledgers.check(pipeline, "etl_skipped_page", 1, added);
        }
    }

    static List<SkippedPage> all(Connection connection, StateSql sql, String pipeline) throws SQLException {
        List<SkippedPage> pages = new ArrayList<>();
        try (StateStatement binder = StateStatement.of(connection, sql.skipped);
                ResultSet row = binder.text(pipeline).query()) {
            while (row.next()) {
                String type = row.getString(3);
                String after = row.getString(4);
                pages.add(new SkippedPage(
                        row.getLong(1),
                        row.getLong(2),
                        after == null ? null : new StoredCursor(type, after),
                        new StoredCursor(type, row.getString(5)),
                        Reader.window(row, 6),
                        row.getInt(8),
                        row.getString(9)));
            }
        }
        return pages;
    }
}
