package io.cameletl.internal.postgres.page;

import io.cameletl.CommitFunction;
import io.cameletl.CommitInput;
import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.postgres.merge.Merge;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.load.Savepoints;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lets the user's function bring the staged records into the tables, with one record left of each key. */
final class CustomCommit {
    private final PostgresTargetSpec target;
    private final Connection connection;
    private final List<StagedTable> tables;

    CustomCommit(PostgresTargetSpec target, Connection connection, List<StagedTable> tables) {
        this.target = target;
        this.connection = connection;
        this.tables = tables;
    }

    Map<String, TableCounts> run() throws SQLException {
        List<String> statements = new ArrayList<>(Merge.deduplicate(tables));
        statements.add(Savepoints.MERGE.set());
        Sql.run(connection, statements.toArray(String[]::new));
        call(Objects.requireNonNull(target.commit()));
        requireSameTransaction();
        Map<String, TableCounts> counts = new LinkedHashMap<>();
        tables.forEach(table ->
                counts.put(table.name(), TableCounts.onlyStaged(table.records().size())));
        return counts;
    }

    private void call(CommitFunction commit) throws SQLException {
        Map<String, String> staging = new LinkedHashMap<>();
        tables.forEach(table -> staging.put(table.name(), table.plan().staging().table()));
        try {
            commit.commit(new CommitInput(target.pipeline(), connection, staging));
        } catch (SQLException | EtlException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new EtlException(
                    target.pipeline(),
                    "the custom commit failed, nothing of the page was written: " + e.getMessage() + ". See the cause",
                    e);
        }
    }

    /** The savepoint is gone when the function ended the transaction: what it wrote is in, but the cursor cannot follow. */
    private void requireSameTransaction() throws SQLException {
        try {
            if (connection.getAutoCommit()) {
                throw new SQLException("autocommit was turned on");
            }
            Savepoints.MERGE.release(connection);
        } catch (SQLException e) {
            throw new EtlException(
                    target.pipeline(),
                    "the custom commit ended the page's transaction. It must neither commit nor roll back, else rows"
                            + " and cursor would part; the page will come again",
                    e);
        }
    }
}
