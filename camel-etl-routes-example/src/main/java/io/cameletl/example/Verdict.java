package io.cameletl.example;

import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.TableReport;
import java.util.List;
import java.util.Locale;

/** Comparisons as a person reads them. */
final class Verdict {
    private static final String ROW = "%-24s %10s %10s %9s %9s %10s";

    private Verdict() {}

    /** @return whether all tables agree */
    static boolean print(List<VerificationReport> reports, Console console) {
        console.say("");
        console.say(ROW.formatted("table", "expected", "in target", "missing", "surplus", "different"));
        for (VerificationReport report : reports) {
            for (TableReport each : report.tables()) {
                console.say(ROW.formatted(
                        each.table(),
                        number(each.sourceRows()),
                        number(each.targetRows()),
                        number(each.missing()),
                        number(each.surplus()),
                        number(each.different())));
            }
        }
        console.say("");
        boolean agree = reports.stream().allMatch(report -> report.differences() + report.waiting() == 0);
        console.say(agree ? "Source and target agree, row by row." : "Source and target differ. The first rows:");
        for (VerificationReport report : reports) {
            for (Difference example : report.examples()) {
                console.say("  " + report.pipeline() + "  "
                        + example.kind().name().toLowerCase(Locale.ROOT) + "  " + example.key()
                        + (example.columns().isEmpty() ? "" : "  in " + String.join(", ", example.columns())));
            }
        }
        return agree;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
