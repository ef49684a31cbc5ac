package io.cameletl.benchmark;

import io.cameletl.benchmark.database.Databases;
import io.cameletl.benchmark.loader.EtlLoader;
import io.cameletl.benchmark.loader.SourceKind;
import io.cameletl.support.StatementLog;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** Counts the statements of a run that finds nothing, over both databases. */
final class IdleTicks {
    private IdleTicks() {}

    static void print(Databases databases, SourceKind kind, PrintStream out) throws Exception {
        StatementLog source = new StatementLog(databases.source.pool());
        StatementLog target = new StatementLog(databases.target.pool());
        try (EtlLoader loader = new EtlLoader(kind, source, target)) {
            String pipeline = "idle-" + kind;
            loader.run(pipeline, 10_000);
            source.clear();
            target.clear();
            loader.run(pipeline, 10_000);
        }
        out.printf(
                "%nAn idle tick, %s: %d statements at the source, %d at the target%n",
                kind.title(), source.statements().size(), target.statements().size());
        for (String sql : concatenated(source.statements(), target.statements())) {
            String line =
                    sql.replaceAll("(?m)^--.*$", "").replaceAll("\\s+", " ").strip();
            out.println("  " + line.substring(0, Math.min(line.length(), 100)));
        }
    }

    private static List<String> concatenated(List<String> one, List<String> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }
}
