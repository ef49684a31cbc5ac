package io.cameletl.internal.engine.pass;

import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.VerificationReport.TableReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a pass has found so far.
 *
 * @param ranges how many ranges of keys were compared
 * @param sourceRows the source's rows in them
 * @param targetRows the target's
 * @param missing rows that the target lacks
 * @param different rows that it has otherwise
 * @param surplus rows that it has and the source has not
 * @param waiting rows that it lacks or has otherwise, and that wait in a ledger
 * @param columns in how many rows a column differs
 * @param examples some of the differences
 * @param tables what of it was found of each table, of several
 */
public record Findings(
        int ranges,
        long sourceRows,
        long targetRows,
        long missing,
        long different,
        long surplus,
        long waiting,
        Map<String, Long> columns,
        List<Difference> examples,
        List<TableReport> tables) {
    /** Nothing yet. */
    public static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0, 0, Map.of(), List.of());

    /** How many differences are kept as examples. */
    private static final int EXAMPLES = 20;

    public Findings {
        columns = Map.copyOf(columns);
        examples = List.copyOf(examples);
        tables = List.copyOf(tables);
    }

    /** What was found of one table. */
    public Findings(
            int ranges,
            long sourceRows,
            long targetRows,
            long missing,
            long different,
            long surplus,
            long waiting,
            Map<String, Long> columns,
            List<Difference> examples) {
        this(ranges, sourceRows, targetRows, missing, different, surplus, waiting, columns, examples, List.of());
    }

    static Findings range(long sourceRows, long targetRows) {
        return new Findings(1, sourceRows, targetRows, 0, 0, 0, 0, Map.of(), List.of());
    }

    static Findings of(Difference difference) {
        Kind kind = difference.kind();
        Map<String, Long> columns = new TreeMap<>();
        if (kind == Kind.DIFFERENT) {
            difference.columns().forEach(column -> columns.put(column, 1L));
        }
        return new Findings(
                0,
                0,
                0,
                kind == Kind.MISSING ? 1 : 0,
                kind == Kind.DIFFERENT ? 1 : 0,
                kind == Kind.SURPLUS ? 1 : 0,
                kind == Kind.WAITING ? 1 : 0,
                columns,
                List.of(difference));
    }

    /** @return rows that the target cannot have, since they have no key */
    public static Findings keyless(long rows, ComparedTable table) {
        String key = table.key().stream()
                .map(column -> column.column().name() + "=NULL")
                .collect(Collectors.joining(", "));
        return rows == 0
                ? NONE
                : new Findings(
                        0, rows, 0, rows, 0, 0, 0, Map.of(), List.of(new Difference(Kind.MISSING, key, List.of())));
    }

    /** @return both together */
    public Findings plus(Findings more) {
        Map<String, Long> sums = new TreeMap<>(columns);
        more.columns.forEach((column, rows) -> sums.merge(column, rows, Long::sum));
        List<Difference> some = new ArrayList<>(examples);
        for (Difference difference : more.examples) {
            // Of each kind some, so that many of one do not hide the others.
            if (some.stream().filter(known -> known.kind() == difference.kind()).count() < EXAMPLES / 4) {
                some.add(difference);
            }
        }
        return new Findings(
                ranges + more.ranges,
                sourceRows + more.sourceRows,
                targetRows + more.targetRows,
                missing + more.missing,
                different + more.different,
                surplus + more.surplus,
                waiting + more.waiting,
                sums,
                some,
                Stream.concat(tables.stream(), more.tables.stream()).toList());
    }

    /** @return the same, of so many ranges */
    public Findings inRanges(int count) {
        return new Findings(
                count, sourceRows, targetRows, missing, different, surplus, waiting, columns, examples, tables);
    }

    /** @return how many rows differ, without those that wait */
    public long differences() {
        return missing + different + surplus;
    }
}
