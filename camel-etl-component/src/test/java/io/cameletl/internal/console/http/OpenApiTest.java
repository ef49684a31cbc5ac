package io.cameletl.internal.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.docs.Snippets;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.page.HtmlPages;
import io.cameletl.internal.console.support.NothingHere;
import io.cameletl.internal.console.view.Done;
import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.console.view.RejectedLine;
import io.cameletl.internal.console.view.SkippedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API is what {@code src-docs/openapi.yaml} says. */
class OpenApiTest {
    private final Map<String, Object> document = document();

    @Test
    void its_paths_and_methods_are_those_of_the_server() {
        try (ConsoleServer server = new ConsoleServer(
                new Desk(new NothingHere(), InstantSource.system()),
                new HtmlPages(),
                () -> Roles.of("*", null, null),
                new HttpSettings("", true, Set.of(), null, ""))) {
            Map<String, String> documented = new TreeMap<>();
            map(document, "paths").forEach((path, methods) -> ((Map<?, ?>) methods)
                    .keySet()
                    .forEach(method -> documented.put(path, method.toString().toUpperCase(Locale.ROOT))));

            assertThat(documented).isEqualTo(new TreeMap<>(server.api()));
        }
    }

    @Test
    void its_schemas_are_the_records_that_are_answered() {
        Map<String, Class<?>> records = Map.ofEntries(
                Map.entry("Overview", Overview.class),
                Map.entry("Counts", Overview.Counts.class),
                Map.entry("Filter", Overview.Filter.class),
                Map.entry("Line", PipelineLine.class),
                Map.entry("RunningNow", PipelineLine.RunningNow.class),
                Map.entry("RunMark", PipelineLine.RunMark.class),
                Map.entry("Ledgers", PipelineLine.Ledgers.class),
                Map.entry("Pipeline", PipelineView.class),
                Map.entry("VerificationLine", PipelineView.VerificationLine.class),
                Map.entry("RunLine", PipelineView.RunLine.class),
                Map.entry("TableLine", PipelineView.TableLine.class),
                Map.entry("LagSample", PipelineView.LagSample.class),
                Map.entry("EffectiveOption", PipelineView.EffectiveOption.class),
                Map.entry("PageStatement", PipelineView.PageStatement.class),
                Map.entry("Plan", Plan.class),
                Map.entry("ActionLine", PipelineView.ActionLine.class),
                Map.entry("Group", LedgerPage.Group.class),
                Map.entry("SkippedLine", SkippedLine.class),
                Map.entry("RejectedLine", RejectedLine.class),
                Map.entry("SkippedLinePage", LedgerPage.class),
                Map.entry("RejectedLinePage", LedgerPage.class),
                Map.entry("Done", Done.class),
                Map.entry("Problem", Problem.class),
                Map.entry("Order", Orders.Body.class));
        Map<String, Object> schemas = map(map(document, "components"), "schemas");

        assertThat(schemas.keySet()).isEqualTo(records.keySet());
        records.forEach(
                (name, type) -> assertThat(map(map(schemas, name), "properties").keySet())
                        .as(name)
                        .containsExactlyInAnyOrderElementsOf(Stream.of(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.toList())));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> document() {
        try {
            return (Map<String, Object>) new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(Snippets.root().resolve("src-docs/openapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
