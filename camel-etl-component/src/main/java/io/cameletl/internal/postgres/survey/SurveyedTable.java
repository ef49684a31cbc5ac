package io.cameletl.internal.postgres.survey;

import io.cameletl.internal.jdbc.Identifier;
import io.cameletl.internal.postgres.plan.MatchRule;
import io.cameletl.internal.postgres.plan.StagingLayout;
import io.cameletl.internal.postgres.plan.TableSpec;
import io.cameletl.internal.postgres.plan.TargetTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is surveyed, with two temporary tables beside it: the keys of all records that were made for it, with how
 * each differs from its row, and, once all have come, the doubts that are left.
 *
 * @param spec its options
 * @param table as the catalog has it
 * @param match how a record finds its row
 * @param made the temporary table of keys, quoted and qualified
 * @param doubts the temporary table of doubts
 * @param own the columns that these have besides those of the table
 * @param where which of its rows are compared; null for all
 */
record SurveyedTable(
        TableSpec spec,
        TargetTable table,
        MatchRule match,
        String made,
        String doubts,
        Own own,
        @Nullable String where) {
    /**
     * Columns that collide with none of the table's.
     *
     * @param page the number of the page
     * @param position the record's place in it
     * @param gone whether the record says that its row is gone
     * @param differ NULL where the row is as the record has it; else the places of the columns that differ, from 0, or none
     *     when there is no row. Of a doubt, NULL where there is no record
     * @param waiting whether a ledger knows of it
     */
    record Own(Identifier page, Identifier position, Identifier gone, Identifier differ, Identifier waiting) {}

    /** @param owner tells the temporary tables from another's */
    static SurveyedTable of(
            String pipeline, String owner, TableSpec spec, TargetTable table, MatchRule match, @Nullable String where) {
        List<String> taken = table.columnNames();
        return new SurveyedTable(
                spec,
                table,
                match,
                temporary(StagingLayout.name(pipeline, owner + " made", table.name(), 0)),
                temporary(StagingLayout.name(pipeline, owner + " doubts", table.name(), 0)),
                new Own(
                        free("etl_page", taken),
                        free("etl_position", taken),
                        free("etl_gone", taken),
                        free("etl_differ", taken),
                        free("etl_waiting", taken)),
                where);
    }

    private static String temporary(String name) {
        return "pg_temp." + Identifier.of(name).sql();
    }

    private static Identifier free(String name, List<String> taken) {
        String free = name;
        for (int number = 1; taken.contains(free); number++) {
            free = name + "_" + number;
        }
        return Identifier.of(free);
    }

    /** @return the columns that tell rows apart, and which of two records is the last */
    List<Identifier> keysAndVersion() {
        List<Identifier> columns = new ArrayList<>(match.keys());
        MatchRule.VersionColumn version = match.version();
        if (version != null && !columns.contains(version.column())) {
            columns.add(version.column());
        }
        return columns;
    }

    /** @return the table itself, quoted and qualified */
    String target() {
        return table.name().sql();
    }
}
