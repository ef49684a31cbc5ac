package io.cameletl.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, to be compared by programs. */
final class Results {
    private final List<Line> lines = new ArrayList<>();

    /**
     * A loader at a page size.
     *
     * @param pageSize 0 for one that has no pages
     * @param rowsPerSecond the median
     * @param yardstick how often as quick as the yardstick of the same run
     * @param clientMicrosPerRow processor time of this JVM
     */
    record Line(
            String mix,
            String loader,
            int pageSize,
            int rows,
            double rowsPerSecond,
            double yardstick,
            double clientMicrosPerRow) {}

    void add(Line line) {
        lines.add(line);
    }

    /** @param about what a reader must know of the server and the run */
    void write(Path file, Map<String, String> about) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(about);
        all.put("results", lines);
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
    }
}
