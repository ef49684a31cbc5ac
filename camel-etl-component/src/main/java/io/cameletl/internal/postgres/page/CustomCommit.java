package io.cameletl.internal.postgres.page;

import io.cameletl.CommitFunction;
import io.cameletl.CommitFunction.CommitInput;
import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.load.UserStep;
import io.cameletl.internal.postgres.merge.Preparation;
import io.cameletl.internal.postgres.plan.StagedTable;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Leaves one record of each key in staging, and lets the user's function bring the records into the tables. */
final class CustomCommit {
    private final LoadContext context;
    private final List<StagedTable> tables;

    CustomCommit(LoadContext context, List<StagedTable> tables) {
        this.context = context;
        this.tables = tables;
    }

    Map<String, TableCounts> run() throws SQLException {
        new Preparation(context, tables).run(List.of(Savepoints.MERGE.set()));
        call(Objects.requireNonNull(context.target().commit()));
        requireSameTransaction();
        Map<String, TableCounts> counts = new LinkedHashMap<>();
        tables.forEach(table ->
                counts.put(table.name(), TableCounts.onlyStaged(table.records().size())));
        return counts;
    }

    private void call(CommitFunction commit) throws SQLException {
        Map<String, String> staging = new LinkedHashMap<>();
        tables.forEach(table -> staging.put(table.name(), table.plan().staging().table()));
        CommitInput input = new CommitInput(context.pipeline(), context.connection(), staging);
        UserStep.take(context.pipeline(), "the custom commit", () -> commit.commit(input));
    }

    /** The savepoint is gone when the function ended the transaction. Then its rows are committed and the cursor cannot follow. */
    private void requireSameTransaction() throws SQLException {
        try {
            if (context.connection().getAutoCommit()) {
                throw new SQLException("autocommit was turned on");
            }
            Savepoints.MERGE.release(context.connection());
        } catch (SQLException e) {
            throw new EtlException(
                    context.pipeline(),
                    "the custom commit ended the page's transaction. It must neither commit nor roll back, else rows"
                            + " and cursor would part; the page will come again",
                    e);
        }
    }
}
