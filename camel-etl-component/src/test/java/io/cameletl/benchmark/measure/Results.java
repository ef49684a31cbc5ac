package io.cameletl.benchmark.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: a line of a table as soon as it is known, and all of it as JSON, to be compared by programs. */
public final class Results {
    private final PrintStream out;
    private final List<Line> lines = new ArrayList<>();

    public Results(PrintStream out) {
        this.out = out;
    }

    public void add(Line line) {
        if (lines.isEmpty()) {
            out.printf("%n%s%n", Line.HEADER);
        }
        out.println(line.text());
        lines.add(line);
    }

    /** @param about what a reader must know of the server and the run */
    public void write(Path file, Map<String, String> about) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(about);
        all.put("results", lines);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }
}
