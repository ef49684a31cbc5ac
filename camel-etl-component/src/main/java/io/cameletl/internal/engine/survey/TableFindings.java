package io.cameletl.internal.engine.survey;

import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.TableReport;
import io.cameletl.internal.engine.pass.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found of a table.
 *
 * @param table its name as users write it
 * @param found what it counts
 */
public record TableFindings(String table, Findings found) {
    /** @return all together, as a report has them */
    public static Findings together(List<TableFindings> tables) {
        if (tables.size() == 1) {
            return tables.get(0).found();
        }
        Findings all = Findings.NONE;
        for (TableFindings each : tables) {
            all = all.plus(each.named());
        }
        // One example of each table after the other, so that no table hides those that follow.
        List<List<Difference>> examples = new ArrayList<>();
        tables.forEach(each -> examples.add(new ArrayList<>(each.namedExamples())));
        for (boolean more = true; more; ) {
            more = false;
            for (List<Difference> left : examples) {
                if (!left.isEmpty()) {
                    all = all.plus(example(left.remove(0)));
                    more = true;
                }
            }
        }
        return all;
    }

    private static Findings example(Difference difference) {
        return new Findings(0, 0, 0, 0, 0, 0, 0, Map.of(), List.of(difference));
    }

    private Findings named() {
        Map<String, Long> columns = new TreeMap<>();
        found.columns().forEach((column, rows) -> columns.put(table + "." + column, rows));
        return new Findings(
                0,
                found.sourceRows(),
                found.targetRows(),
                found.missing(),
                found.different(),
                found.surplus(),
                found.waiting(),
                columns,
                List.of(),
                List.of(new TableReport(
                        table,
                        found.sourceRows(),
                        found.targetRows(),
                        found.missing(),
                        found.different(),
                        found.surplus(),
                        found.waiting(),
                        found.columns())));
    }

    private List<Difference> namedExamples() {
        return found.examples().stream()
                .map(each -> new Difference(each.kind(), table + ": " + each.key(), each.columns()))
                .toList();
    }
}
