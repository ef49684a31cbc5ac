package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.RunOutcome;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.docs.Snippets;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The dashboard and the alert rules in the documentation ask for meters that Prometheus gets, by labels that these have. */
@WithEtl
class PrometheusTest {
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#source&dataSource=#target"
            + "&cursorColumns=updated_at,id&tables=t&consistencyDelay=0&maximumRedeliveries=1&redeliveryDelay=1";

    private static final Pattern SAMPLE = Pattern.compile("^(camel_etl_\\w+)(?:\\{(.*)})? ", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Pattern METER = Pattern.compile("(camel_etl_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern GROUPED = Pattern.compile("\\bby \\(([^)]*)\\)");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    /** What a scrape says: the labels of each meter. */
    private final Map<String, Set<String>> scraped = new TreeMap<>();

    @BeforeEach
    void a_scrape_after_all_that_can_be_counted() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now())");
        target.execute(
                "create table t (id int primary key, updated_at timestamptz not null)",
                "create sequence tries",
                "create function busy() returns trigger language plpgsql as 'begin if nextval(''tries'') = 1 then"
                        + " raise exception ''busy'' using errcode = ''40001''; end if; return new; end'",
                "create trigger busy before insert on t for each row execute function busy()");
        etl.bind("meters", registry).route("t", OPTIONS);
        source.execute("insert into t values (1), (100)");
        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);
        SAMPLE.matcher(registry.scrape()).results().forEach(sample -> scraped.computeIfAbsent(
                        sample.group(1), name -> new TreeSet<>())
                .addAll(sample.group(2) == null ? Set.of() : labels(sample.group(2))));
    }

    private static Set<String> labels(String text) {
        return LABEL.matcher(text).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }

    @Test
    void every_panel_of_the_dashboard_shows_meters_that_there_are() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(file("grafana-dashboard.json"));
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(41);
        assertThat(dashboard.get("panels")).isNotEmpty();

        Set<String> shown = new TreeSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("targets")).as(panel.get("title").asText()).isNotEmpty();
            for (JsonNode query : panel.get("targets")) {
                String legend = query.get("legendFormat").asText();
                shown.addAll(
                        checked(panel.get("title").asText(), query.get("expr").asText(), legend));
            }
        }
        for (JsonNode variable : dashboard.at("/templating/list")) {
            if (variable.has("definition")) {
                checked(
                        "variable",
                        variable.get("definition").asText().replaceFirst(", (\\w+)\\)", "{$1=~\".\"})"),
                        "");
            }
        }
        Set<String> unseen = families(scraped.keySet());
        unseen.removeAll(families(shown));
        assertThat(unseen).as("meters that no panel shows").isEmpty();
    }

    @Test
    void every_alert_rule_watches_meters_that_there_are() throws Exception {
        Object rules = new Load(LoadSettings.builder().build()).loadFromString(file("prometheus-alerts.yml"));
        List<Map<String, Object>> groups = list(rules, "groups");
        List<Object> alerts = new ArrayList<>();
        for (Map<String, Object> rule : list(groups.get(0), "rules")) {
            String name = String.valueOf(rule.get("alert"));
            String annotations =
                    String.valueOf(rule.get("annotations")).replaceAll("\\$labels\\.|\\{\\{ \\$value }}", "");
            checked(name, String.valueOf(rule.get("expr")), annotations);
            alerts.add(name);
        }
        assertThat(alerts).doesNotHaveDuplicates().hasSizeGreaterThan(5);
    }

    /** @return the meters that an expression asks for */
    private Set<String> checked(String where, String expression, String shown) {
        Set<String> asked = new TreeSet<>();
        METER.matcher(expression).results().forEach(meter -> {
            asked.add(meter.group(1));
            assertThat(scraped).as(where).containsKey(meter.group(1));
            Set<String> labels = scraped.get(meter.group(1));
            if (meter.group(2) != null) {
                assertThat(labels).as("%s: %s", where, meter.group()).containsAll(matched(meter.group(2)));
            }
            Set<String> used = new HashSet<>();
            GROUPED.matcher(expression)
                    .results()
                    .forEach(by -> used.addAll(List.of(by.group(1).split(", "))));
            Pattern.compile("\\{\\{ ?(\\w+) ?}}").matcher(shown).results().forEach(label -> used.add(label.group(1)));
            assertThat(labels).as("%s: %s", where, expression).containsAll(used);
        });
        assertThat(asked)
                .as("%s asks for nothing of ours: %s", where, expression)
                .isNotEmpty();
        return asked;
    }

    private static Set<String> matched(String matchers) {
        Set<String> outcomes = Arrays.stream(RunOutcome.values())
                .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Set<String> labels = new HashSet<>();
        Pattern.compile("(\\w+)=~?\"([^\"]*)\"").matcher(matchers).results().forEach(matcher -> {
            labels.add(matcher.group(1));
            if (matcher.group(1).equals("outcome")) {
                assertThat(outcomes).containsAll(List.of(matcher.group(2).split("\\|")));
            }
        });
        assertThat(labels).isNotEmpty();
        return labels;
    }

    /** The parts of a timer are one meter. */
    private static Set<String> families(Set<String> meters) {
        return meters.stream()
                .map(meter -> meter.replaceFirst("_(sum|count|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object of, String key) {
        return (List<Map<String, Object>>) ((Map<String, Object>) of).get(key);
    }

    private static String file(String name) throws IOException {
        Path file = Snippets.root().resolve("src-docs").resolve(name);
        return Files.readString(file);
    }
}
