package io.cameletl.example;

import java.util.List;
import java.util.Locale;

/** The tables' comparisons as a person reads them. */
final class Verdict {
    private static final String ROW = "%-24s %10s %10s %9s %9s %10s";

    private Verdict() {}

    /** @return whether all tables agree */
    static boolean print(List<Comparison> comparisons, Console console) {
        console.say("");
        console.say(ROW.formatted("table", "expected", "in target", "missing", "surplus", "different"));
        for (Comparison each : comparisons) {
            console.say(ROW.formatted(
                    each.table(),
                    number(each.expected()),
                    number(each.found()),
                    number(each.missing()),
                    number(each.surplus()),
                    number(each.different())));
        }
        console.say("");
        boolean agree = comparisons.stream().allMatch(Comparison::agrees);
        console.say(agree ? "Source and target agree, row by row." : "Source and target differ. The first rows:");
        for (Comparison each : comparisons) {
            for (String example : each.examples()) {
                console.say(each.table() + "\n" + example.indent(2).stripTrailing());
            }
        }
        return agree;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
