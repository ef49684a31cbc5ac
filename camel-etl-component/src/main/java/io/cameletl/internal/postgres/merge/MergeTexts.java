package io.cameletl.internal.postgres.merge;

import io.cameletl.Deletes;
import io.cameletl.internal.postgres.history.HistoryStatements;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the merge of one table runs, for people to read. */
public final class MergeTexts {
    private final TablePlan plan;

    /** The statement that does it at once; null where it does not suit the table. */
    private final @Nullable Upsert upsert;

    private MergeTexts(TablePlan plan, @Nullable Upsert upsert) {
        this.plan = plan;
        this.upsert = upsert;
    }

    /** @param connection of the server that merges */
    public static MergeTexts of(StagedTable table, Connection connection) throws SQLException {
        return of(table.plan(), table.table(), connection);
    }

    /** @param connection of the server that merges */
    public static MergeTexts of(TablePlan plan, TargetTable table, Connection connection) throws SQLException {
        return new MergeTexts(plan, Upsert.suits(table) ? Upsert.of(connection) : null);
    }

    /** The same with another staging table. */
    public MergeTexts withStaging(String staging) {
        return new MergeTexts(plan.withStaging(staging), upsert);
    }

    /** @return the statements that bring a page's records into the table, by what they are called */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        if (plan.history() != null) {
            HistoryStatements statements = new HistoryStatements(plan, RecordRange.ALL.condition(plan));
            if (statements.hasContent()) {
                texts.put("replace lines of the same version", statements.replace());
            }
            texts.put("remove lines that end as they begin", statements.remove());
            texts.put("end lines and open others", statements.open(List.of()));
            return texts;
        }
        if (upsert != null) {
            texts.put("insert and update at once", upsert.sql(plan));
        }
        for (MergeStatement statement : MergeStatement.values()) {
            if (statement.applies(plan)) {
                texts.put(name(statement), statement.sql(plan, RecordRange.ALL));
            }
        }
        return texts;
    }

    private String name(MergeStatement statement) {
        return switch (statement) {
            case INSERT_BLIND -> "insert after a page of new rows only";
            case INSERT -> "insert";
            case UPDATE -> "update";
            case DELETE -> plan.deleting().fate() == Deletes.MARK ? "mark" : "delete";
        };
    }

    /** @return what they are generated from */
    public TablePlan plan() {
        return plan;
    }
}
