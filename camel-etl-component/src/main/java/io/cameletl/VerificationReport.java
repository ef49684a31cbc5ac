package io.cameletl;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code operation=verify} found. Made by camel-etl only; components may be added in minor releases.
 *
 * @param pipeline the pipeline's name
 * @param runNumber the number of the run that it was; 0 when nothing was done ({@code BUSY}, {@code PAUSED})
 * @param outcome {@code VERIFIED} when all was compared, whatever was found; {@code STOPPED} when a stop ended it, and the
 *     next goes on there; {@code BUSY} or {@code PAUSED} when nothing was done
 * @param table the target table; of several, their names with commas
 * @param startedAt when the first range was compared, by the state database's clock; null when none was
 * @param took how long it took, with what was done before it was interrupted
 * @param before the end of what was compared: source rows that changed later are under way, and no difference; null when
 *     nothing was compared
 * @param ranges how many ranges of keys were compared; pages of the source where records were, of a pipeline with a
 *     transform
 * @param sourceRows the source's rows that were compared; the rows that its transform makes of them, where there is one
 * @param targetRows the target's
 * @param missing rows that the target lacks
 * @param different rows that it has with other values
 * @param surplus rows that it has, and the source has not, or has as deleted
 * @param waiting rows that it lacks or has with other values, and of which a ledger knows: rejected or postponed records,
 *     and rows of skipped pages. They are none of {@code missing} and {@code different}
 * @param columns in how many of the different rows a column differs; of several tables, as {@code table.column}
 * @param examples some of the differences, up to five of each kind
 * @param tables what was found of each table, in the order of the option {@code tables}; empty when nothing was done
 * @param message why it ended so, where that needs saying; null otherwise
 */
public record VerificationReport(
        String pipeline,
        long runNumber,
        RunOutcome outcome,
        String table,
        @Nullable Instant startedAt,
        Duration took,
        @Nullable Instant before,
        int ranges,
        long sourceRows,
        long targetRows,
        long missing,
        long different,
        long surplus,
        long waiting,
        Map<String, Long> columns,
        List<Difference> examples,
        List<TableReport> tables,
        @Nullable String message) {
    public VerificationReport {
        columns = Map.copyOf(columns);
        examples = List.copyOf(examples);
        tables = tables.isEmpty() && !table.isEmpty()
                ? List.of(new TableReport(table, sourceRows, targetRows, missing, different, surplus, waiting, columns))
                : List.copyOf(tables);
    }

    /** How a row differs. */
    public enum Kind {
        /** The target lacks it. */
        MISSING,
        /** The target has it with other values. */
        DIFFERENT,
        /** The target has it, and the source has not. */
        SURPLUS,
        /** The target lacks it or has it with other values, and a ledger knows of it. */
        WAITING
    }

    /**
     * A row that differs. Made by camel-etl only; components may be added in minor releases.
     *
     * @param kind how
     * @param key its key as a person reads it; of several tables, with the table's name before it
     * @param columns the columns in which it differs; empty unless both sides have it
     */
    public record Difference(Kind kind, String key, List<String> columns) {
        public Difference {
            columns = List.copyOf(columns);
        }
    }

    /**
     * What was found of a table. Made by camel-etl only; components may be added in minor releases.
     *
     * @param table its name
     * @param sourceRows the rows that the source makes for it
     * @param targetRows the rows that it has
     * @param missing rows that it lacks
     * @param different rows that it has with other values
     * @param surplus rows that it has, and the source does not make
     * @param waiting rows that it lacks or has with other values, and of which a ledger knows
     * @param columns in how many of the different rows a column differs
     */
    public record TableReport(
            String table,
            long sourceRows,
            long targetRows,
            long missing,
            long different,
            long surplus,
            long waiting,
            Map<String, Long> columns) {
        public TableReport {
            columns = Map.copyOf(columns);
        }
    }

    /** @return how many rows differ, without those that wait in a ledger */
    public long differences() {
        return missing + different + surplus;
    }

    /**
     * The report as a person reads it; the wording may change.
     *
     * @return for instance {@code 300,000 rows compared with users, no difference}
     */
    public String summary() {
        return String.format(Locale.ROOT, "%,d rows compared with %s, ", sourceRows, table)
                + (differences() == 0
                        ? "no difference"
                        : String.format(
                                Locale.ROOT, "%,d missing, %,d different, %,d surplus", missing, different, surplus))
                + (columns.isEmpty() ? "" : ", by column " + new TreeMap<>(columns))
                + (waiting == 0 ? "" : String.format(Locale.ROOT, ", %,d wait in a ledger", waiting));
    }
}
