package io.cameletl.internal.postgres.pass;

import io.cameletl.Deletes;
import io.cameletl.EtlException;
import io.cameletl.internal.postgres.plan.Keeping;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.plan.TableSpec;
import org.jspecify.annotations.Nullable;

/** What a pipeline's tables must be like to be compared with its source. */
public record PassRules(PostgresTargetSpec spec) {
    /** @throws EtlException when somebody else knows what becomes of the records */
    public void requireMerge() {
        if (spec.commit() != null) {
            throw new EtlException(
                    spec.pipeline(),
                    "operation=verify and operation=reconcile cannot know what commit or commitSql make of the records. They compare what the"
                            + " generated merge loads");
        }
    }

    /** The source has the last version of each row that is there, and the table must have no more. */
    public void requireLast(TableSpec table) {
        Keeping keeping = table.keeping();
        if (keeping.more() != null) {
            throw new EtlException(
                    spec.pipeline(),
                    "a pass compares a source's rows with a table that has the last version of each, and the table "
                            + table.table() + " keeps more by " + keeping.more() + ". Compare it by other means");
        }
    }

    /**
     * Nor may it have rows that are marked as gone.
     *
     * @param where which of its rows are compared; null for all
     */
    public void requireUnmarked(TableSpec table, @Nullable String where) {
        if (table.keeping().deletes() == Deletes.MARK && where == null) {
            throw new EtlException(
                    spec.pipeline(),
                    "a pass would take the rows of the table " + table.table()
                            + " that deletes=mark keeps for surplus. Leave them out by verifyWhere, as in "
                            + table.deletedColumn() + " is null");
        }
    }
}
