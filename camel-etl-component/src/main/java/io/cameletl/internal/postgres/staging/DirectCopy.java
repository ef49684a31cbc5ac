package io.cameletl.internal.postgres.staging;

import io.cameletl.BadRecordException;
import io.cameletl.TableCounts;
import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.jdbc.Sql;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.postgres.load.LoadContext;
import io.cameletl.internal.postgres.load.Savepoints;
import io.cameletl.internal.postgres.plan.StagedTable;
import io.cameletl.internal.postgres.plan.TableTraits;
import io.cameletl.internal.values.TypedColumn;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Copies a page straight into its tables, where all its records are expected to be new and nothing needs to see them
 * first. The tables' unique indexes hold what is expected to it: a key that the table has, or that the page has twice, is
 * refused. So is a record without its key, and whatever a constraint does not let in; a table that was altered meanwhile is not as it was planned
 * for. The page is then taken back to the savepoint before it, and goes
 * through staging like any other. So nothing is told of a failure here, and no record is looked for.
 */
public final class DirectCopy {
    private static final Log LOG = Log.of(DirectCopy.class);

    private final LoadContext context;
    private final List<StagedTable> tables;
    private final IntConsumer sent;

    /**
     * @param tables the tables, parents first
     * @param sent hears how many bytes have been sent
     */
    public DirectCopy(LoadContext context, List<StagedTable> tables, IntConsumer sent) {
        this.context = context;
        this.tables = tables;
        this.sent = sent;
    }

    /**
     * Copies the page, if that suits it.
     *
     * @return the counts by the tables' names; empty when nothing was done and the page is to go through staging
     * @throws SQLException when the failure is not of the records
     */
    public Optional<Map<String, TableCounts>> run() throws SQLException {
        if (!suits()) {
            return Optional.empty();
        }
        context.attempts().increment();
        try {
            Map<String, TableCounts> counts = new LinkedHashMap<>();
            for (StagedTable table : tables) {
                int records = table.records().size();
                if (copy(table) != records) {
                    return back("the table took less than it was sent");
                }
                counts.put(table.name(), new TableCounts(records, records, 0, 0, 0));
            }
            return areAsPlanned() ? Optional.of(counts) : back("a table was altered");
        } catch (SQLException e) {
            if (!SqlStates.mayBeData(e)) {
                throw e;
            }
            return back(SqlStates.find(e));
        } catch (BadRecordException e) {
            return back("a value cannot be written");
        }
    }

    /** One attempt in vain is enough: the pages that follow look for rows again. */
    private Optional<Map<String, TableCounts>> back(@Nullable String why) throws SQLException {
        LOG.debug(
                context.pipeline(),
                "pipeline {}: a page that was expected to be new goes through staging: {}",
                context.pipeline(),
                why);
        Savepoints.COPY.rollBack(context.connection());
        context.knownTables().clear();
        return Optional.empty();
    }

    private boolean suits() {
        return !tables.isEmpty()
                && context.target().commit() == null
                && context.target().stagingHook() == null
                // of a page that fails something is to be seen
                && !context.target().keepFailedStaging()
                && !context.postponed().any()
                && tables.stream().allMatch(this::suits);
    }

    /** What comes between an INSERT and its row comes between a COPY and it too, or refuses the COPY. */
    private boolean suits(StagedTable table) {
        TableTraits traits = table.table().traits();
        return context.knownTables().isExpected(table)
                && table.deletions() == 0
                // what is not filled is named by the merge, once it is known that the table is as it was planned for
                && table.isFilled()
                && !traits.triggersOnInsert()
                && traits.writeTriggers().isEmpty()
                && traits.rules().isEmpty()
                && !traits.rowSecurity()
                && !traits.deferred();
    }

    /** Asked after the writes, whose locks keep the tables as they are until the transaction ends. */
    private boolean areAsPlanned() throws SQLException {
        List<String> questions = new ArrayList<>();
        List<Sql.Answer> answers = new ArrayList<>();
        boolean[] as = {true};
        for (StagedTable table : tables) {
            questions.add(table.table().fingerprint().sql(table.table().name()));
            answers.add(row -> as[0] &= table.table().fingerprint().isSeenIn(row));
        }
        Sql.run(context.connection(), questions, answers);
        return as[0];
    }

    private long copy(StagedTable table) throws SQLException {
        List<Identifier> filled = table.plan().columns();
        List<TypedColumn> columns = table.copyColumns().stream()
                .filter(column -> filled.contains(Identifier.of(column.name())))
                .toList();
        RowEncoder encoder = BinaryEncoder.isOf(table)
                ? BinaryEncoder.ofValues(table, columns)
                : CopyEncoder.ofValues(table, columns);
        String statement = StagingStatements.copyIntoTarget(
                table.plan(),
                columns.stream().map(column -> Identifier.of(column.name())).toList(),
                encoder);
        return new CopyStream(context, sent)
                .send(statement, encoder, 0, table.records().size(), new BitSet());
    }
}
