package io.cameletl.internal.postgres.survey;

import io.cameletl.BadRecordException;
import io.cameletl.TargetData;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.QualifiedName;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.postgres.load.KnownTables;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.PostponedRecords;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.page.PageBegin;
import io.cameletl.internal.postgres.plan.PageTables;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.staging.CopyIntoStaging;
import io.cameletl.internal.postgres.staging.RejectingCopy;
import io.cameletl.internal.postgres.staging.StagingTables;
import io.cameletl.internal.records.Records;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Copies a page into staging, in a transaction that it begins, and has something done with each of its tables. Of a record
 * that the table cannot hold the key alone is staged. Used by one thread.
 */
final class SurveyPage {
    private final PostgresTargetSpec spec;
    private final Connection connection;
    private final StagingTables staging;
    private final Map<QualifiedName, SurveyedTable> tables;

    SurveyPage(
            PostgresTargetSpec spec,
            Connection connection,
            StagingTables staging,
            Map<QualifiedName, SurveyedTable> tables) {
        this.spec = spec;
        this.connection = connection;
        this.staging = staging;
        this.tables = tables;
    }

    /** What is done with the records of a table. */
    interface Use {
        /** @return the statement for those that are staged */
        String staged(SurveyedTable table, TablePlan plan);

        /** @return the statement for one whose key alone is staged, for a column that is at fault; empty when none is known */
        String bad(SurveyedTable table, TablePlan plan, String column);

        /** A record has no key that the table can hold. */
        void keyless(SurveyedTable table, StagedTable staged, int record);
    }

    void take(List<TargetData> page, Use use) throws SQLException {
        PageBegin.run(connection, spec, false, staging.emptying());
        List<StagedTable> staged = plan(page);
        LoadContext context = LoadContext.of(
                spec,
                connection,
                new KnownTables(),
                false,
                Integer.MAX_VALUE,
                new PostponedRecords(spec.pipeline(), 0, 0, Map.of(), false));
        if (staging.create(staged)) {
            Savepoints.COPY.set(connection);
        }
        CopyIntoStaging copy = new CopyIntoStaging(context, staging::sent);
        copy(context, copy, staged);
        for (StagedTable table : staged) {
            SurveyedTable surveyed = surveyed(table);
            Sql.run(connection, use.staged(surveyed, table.plan()));
            for (int record : context.rejects().records(table)) {
                String column = context.rejects().column(table, record);
                bad(copy, table, record, use, column == null ? "" : column);
            }
        }
    }

    private SurveyedTable surveyed(StagedTable table) {
        return tables.values().stream()
                .filter(each -> each.table().name().equals(table.table().name()))
                .findFirst()
                .orElseThrow();
    }

    private List<StagedTable> plan(List<TargetData> page) {
        List<StagedTable> planned = new ArrayList<>();
        for (PageTables table : PageTables.of(spec, page)) {
            SurveyedTable surveyed =
                    Objects.requireNonNull(tables.get(table.spec().table()));
            List<String> keys =
                    surveyed.match().keys().stream().map(Identifier::name).toList();
            Records all = Records.of(spec.pipeline(), table.name(), keys, List.of());
            for (List<?> records : table.records()) {
                all = all.and(Records.of(spec.pipeline(), table.name(), keys, records));
            }
            if (all.size() > 0) {
                TablePlan plan = staging.plan(table.spec(), surveyed.table(), all.columns());
                planned.add(StagedTable.of(table, surveyed.table(), plan, all));
            }
        }
        return planned;
    }

    private void copy(LoadContext context, CopyIntoStaging copy, List<StagedTable> tables) throws SQLException {
        SQLException refused = null;
        String failed = null;
        for (StagedTable table : tables) {
            try {
                copy.copyAll(table);
            } catch (SQLException e) {
                if (!SqlStates.mayBeData(e)) {
                    throw e;
                }
                refused = e;
                failed = table.name();
                break;
            } catch (BadRecordException e) {
                failed = table.name();
                break;
            }
        }
        if (failed != null) {
            Savepoints.COPY.rollBack(connection);
            RejectingCopy rejecting = new RejectingCopy(context, copy);
            for (StagedTable table : tables) {
                rejecting.copy(table, table.name().equals(failed) ? refused : null);
            }
        }
    }

    private void bad(CopyIntoStaging copy, StagedTable table, int record, Use use, String column) throws SQLException {
        Savepoints.BAD_KEY.set(connection);
        SurveyedTable surveyed = surveyed(table);
        if (isKeyCopied(copy, table, record)) {
            Sql.run(connection, use.bad(surveyed, table.plan(), column));
            Savepoints.BAD_KEY.release(connection);
        } else {
            Savepoints.BAD_KEY.undo(connection);
            use.keyless(surveyed, table, record);
        }
    }

    private boolean isKeyCopied(CopyIntoStaging copy, StagedTable table, int record) throws SQLException {
        try {
            Sql.run(connection, "DELETE FROM " + table.plan().staging().table());
            copy.copyKey(table, record);
            return true;
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            return false;
        } catch (BadRecordException e) {
            return false;
        }
    }
}
