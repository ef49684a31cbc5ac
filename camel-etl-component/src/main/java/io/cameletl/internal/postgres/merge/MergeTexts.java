package io.cameletl.internal.postgres.merge;

import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the merge of one table runs, for people to read. */
public final class MergeTexts {
    /**
     * Under which the statements are planned. Only nested loops: each record looks up its row by the unique index. So the cost
     * follows the page and not the table, whatever the table's statistics are.
     */
    static final List<String> SETTINGS = List.of(
            "SET LOCAL enable_hashjoin TO off",
            "SET LOCAL enable_mergejoin TO off",
            // A table that is still empty would be scanned for each record, and the pages just written with it.
            "SET LOCAL enable_seqscan TO off",
            // Many index look-ups add up to a cost at which the planner would compile, which takes longer than they do.
            "SET LOCAL jit TO off");

    private final TablePlan plan;

    /** The statement that does it at once; null where it does not suit the table. */
    private final @Nullable Upsert upsert;

    private MergeTexts(TablePlan plan, @Nullable Upsert upsert) {
        this.plan = plan;
        this.upsert = upsert;
    }

    /** @param connection of the server that merges */
    public static MergeTexts of(StagedTable table, Connection connection) throws SQLException {
        return new MergeTexts(table.plan(), Upsert.suits(table) ? Upsert.of(connection) : null);
    }

    /** The same with another staging table. */
    public MergeTexts withStaging(String staging) {
        return new MergeTexts(plan.withStaging(staging), upsert);
    }

    /** @return the statements that bring a page's records into the table, by what they are called */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
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

    private static String name(MergeStatement statement) {
        return switch (statement) {
            case INSERT_BLIND -> "insert after a page of new rows only";
            case INSERT -> "insert";
            case UPDATE -> "update";
            case DELETE -> "delete";
        };
    }

    /** @return what they are generated from */
    public TablePlan plan() {
        return plan;
    }

    /** @return what is run before them, in the same transaction */
    public static List<String> settings() {
        return SETTINGS;
    }
}
