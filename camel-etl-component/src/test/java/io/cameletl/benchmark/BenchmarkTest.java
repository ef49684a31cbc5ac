package io.cameletl.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.benchmark.database.Databases;
import io.cameletl.support.PostgresServers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What measures has to work when it is wanted: everything of it once, with next to nothing to do. */
class BenchmarkTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void what_was_measured_is_told_in_a_table_and_as_json(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("results.json");
        run("mixes=tenth", "loaders=query", "tables=", "idle=false", "json=" + file);
        JsonNode results = new ObjectMapper().readTree(file.toFile()).get("results");
        assertThat(results.findValuesAsText("loader"))
                .containsExactly("yardstick: COPY, MERGE", "etl: query", "etl: query, backlogPageSize=0");
        for (JsonNode line : results) {
            assertThat(line.get("rowsPerSecond").asDouble()).isPositive();
            assertThat(line.get("yardstick")).hasSize(3);
            assertThat(line.get("clientMicros").asDouble()).isNotNegative();
            assertThat(line.get("pageMillis")).hasSize(line.get("page").asInt() == 0 ? 0 : 4);
        }
        assertThat(printed()).contains("yardstick: COPY, MERGE", "etl: query, backlogPageSize=0");
    }

    @Test
    @Tag("slow")
    void each_mix_is_loaded_by_each_loader() throws Exception {
        run("mixes=into", "tables=100,1000");
        assertThat(printed())
                .contains("into", "etl: camel-sql source", "etl: Source bean", "etl: watched")
                .contains("sql: batch upsert", "sql: rewritten batch", "An idle tick", "Loading 20 changed rows");
    }

    @Test
    @Tag("slow")
    void each_shape_is_loaded_also_by_a_long_way() throws Exception {
        String shapes = "wide,composite_key,three";
        run("shapes=" + shapes, "mixes=updated", "latencies=1", "options=", "tables=", "idle=false");
        assertThat(printed()).contains(shapes.split(","));
    }

    @Test
    @Tag("slow")
    void the_soak_compares_the_targets_with_their_sources() throws Exception {
        try (Databases databases = Databases.on(PostgresServers.shared())) {
            assertThat(Soak.run(databases, out(), "rows=200", "page=50", "documents=3", "documentsPage=2"))
                    .isTrue();
        }
        assertThat(printed()).contains("200 rows", "3 rows");
    }

    private void run(String... arguments) throws Exception {
        List<String> small = List.of("rows=120", "others=60", "pages=50", "rounds=1", "changed=20", "changes=1");
        String[] all = Stream.concat(small.stream(), Arrays.stream(arguments)).toArray(String[]::new);
        try (Databases databases = Databases.on(PostgresServers.shared())) {
            Benchmark.run(databases, out(), all);
        }
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
