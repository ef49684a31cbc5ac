package io.cameletl.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.KeysetCursor;
import io.cameletl.camel.EtlConfiguration;
import io.cameletl.camel.component.EtlComponent;
import io.cameletl.camel.component.EtlEndpoint;
import io.cameletl.support.Seeded;
import io.cameletl.support.SqlTexts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.ResourceHelper;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * In whatever way an option's text is declared, it is the text that the endpoint has, or it is refused. It is never another
 * text. Where Camel replaces <code>{{name}}</code> by properties, the text is meant with them in place.
 */
class TextRoundTripTest {
    private static final List<String> OPTIONS =
            List.of("query", "commitSql", "seedCursor", "cursorColumns", "versionColumn", "stateSchema", "source");

    private static final Pattern OTHER_OPTION = Pattern.compile("&(tables|pageSize)=");
    /** In its normal form Camel decodes what follows a parenthesis, within {@code RAW()} too. */
    private static final Pattern LOST_BEFORE = Pattern.compile("(?s)[)}].*%[0-9A-Fa-f]{2}");

    private static final Pattern OPTIONAL = Pattern.compile("\\{\\{\\?[^{}]+}}");
    private static final Pattern LAYOUT = Pattern.compile("\\r?\\n\\s*");

    private final CamelContext camel = new DefaultCamelContext();
    private final BasicDataSource database = new BasicDataSource();
    private int routes;
    private int arrived;

    @BeforeEach
    void properties() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {}
        });
        camel.getPropertiesComponent().addInitialProperty("known", "100 %25 & a+b\n-- c\n RAW(x)");
        camel.getRegistry().bind("db", database);
    }

    @AfterEach
    void close() throws Exception {
        camel.close();
        database.close();
    }

    enum Way {
        YAML_PLAIN(ScalarStyle.PLAIN),
        YAML_FOLDED(ScalarStyle.FOLDED),
        YAML_LITERAL(ScalarStyle.LITERAL),
        YAML_QUOTED(ScalarStyle.DOUBLE_QUOTED),
        TEMPLATE_IN_YAML(ScalarStyle.LITERAL),
        TEMPLATE_IN_JAVA(null),
        BUILDER(null),
        URI(null),
        RAW_URI(null),
        RAW_URI_AT_RUN_TIME(null),
        NORMAL_FORM_OF_RAW_URI(null),
        PARAMETER_AT_RUN_TIME(null),
        COMPONENT(null);

        final ScalarStyle style;

        Way(ScalarStyle style) {
            this.style = style;
        }

        boolean replacesProperties() {
            return this != BUILDER && this != PARAMETER_AT_RUN_TIME;
        }

        /** Where Camel removes line breaks, and replaces properties, before anything of ours is asked. */
        boolean isLate() {
            return this == RAW_URI_AT_RUN_TIME || this == NORMAL_FORM_OF_RAW_URI;
        }

        /** Where another option begins after {@code &}, with {@code RAW()} after {@code )&}: what follows is no part of it. */
        boolean isUri() {
            return this == URI || this == RAW_URI || isLate();
        }

        /** Where the text can be told exactly, so nothing but an unknown property may be refused. */
        boolean isExact() {
            return style != null
                    || Set.of(TEMPLATE_IN_JAVA, BUILDER, PARAMETER_AT_RUN_TIME, COMPONENT)
                            .contains(this);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_text_arrives_as_it_was_declared_or_is_refused(Way way) {
        Seeded.times(60).play("Texts, " + way, seed -> {
            String text = SqlTexts.of(seed);
            String option = OPTIONS.get((int) (seed % OPTIONS.size()));
            if (way == Way.URI && (text.startsWith("RAW") || text.startsWith("TEXT"))
                    || way.isUri() && OTHER_OPTION.matcher(text).find()
                    || way.isLate() && (text.contains("\n") || text.contains("{{"))
                    || way == Way.NORMAL_FORM_OF_RAW_URI
                            && LOST_BEFORE.matcher(text).find()
                    || way == Way.COMPONENT && (option.equals("source") || text.contains("\\{{"))) {
                return;
            }
            check(way, option, text);
        });
        System.out.println("  " + arrived + " arrived");
        assertThat(arrived).isPositive();
    }

    private void check(Way way, String option, String text) {
        String written = way == Way.URI ? LAYOUT.matcher(text).replaceAll("") : text;
        String meant = way.replacesProperties() ? meant(way, written) : written;
        String got;
        try {
            got = declared(way, option, text);
        } catch (Exception refusal) {
            if (way.isExact() && meant != null && !isFolded(way, text)) {
                throw new AssertionError(option + "=" + text + " is refused: " + root(refusal), refusal);
            }
            return;
        }
        assertThat(got).as("%s of %s", option, text).isEqualTo(meant);
        arrived++;
    }

    /** A comment to the end of a block that is folded, or written in quotes, is refused: the next line might be in it. */
    private static boolean isFolded(Way way, String text) {
        return way.style != null && text.contains("--");
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** @return null when it holds a property that is not there */
    private String meant(Way way, String text) {
        if (way != Way.COMPONENT && !(text.contains("{{") && text.contains("}}"))) {
            return inRaw(way, text);
        }
        if (way != Way.COMPONENT && OPTIONAL.matcher(text).find()) {
            return null;
        }
        try {
            String resolved = way == Way.COMPONENT
                    ? camel.resolvePropertyPlaceholders(text)
                    : camel.getCamelContextExtension().resolvePropertyPlaceholders(text + "##", true);
            return inRaw(way, way == Way.COMPONENT ? resolved : resolved.substring(0, resolved.length() - 2));
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** In parameters {@code RAW()} may be around the whole text; in these URIs it is, and what is within is the text. */
    private static String inRaw(Way way, String text) {
        boolean raw = (way.style != null || way == Way.TEMPLATE_IN_JAVA)
                && (text.startsWith("RAW(") && text.endsWith(")") || text.startsWith("RAW{") && text.endsWith("}"));
        String inner = raw ? text.substring(4, text.length() - 1) : text;
        return way != Way.COMPONENT && inner.startsWith("{{?") && inner.contains("}}") ? null : inner;
    }

    private String declared(Way way, String option, String text) throws Exception {
        String name = "p" + routes++;
        String uri = "etl:" + name + "?" + option + "=";
        String raw = "RAW(" + text + ")&dataSource=#db";
        Map<String, Object> others = new TreeMap<>(Map.of("dataSource", "#db", option, text));
        EtlEndpoint endpoint =
                switch (way) {
                    case YAML_PLAIN, YAML_FOLDED, YAML_LITERAL, YAML_QUOTED -> {
                        Object to = Map.of("to", Map.of("uri", "etl:" + name, "parameters", others));
                        yaml(
                                way.style,
                                Map.of(
                                        "route",
                                        Map.of(
                                                "id",
                                                name,
                                                "from",
                                                Map.of("uri", "direct:" + name, "steps", List.of(to)))));
                        yield endpointOf(name);
                    }
                    case TEMPLATE_IN_YAML -> {
                        others.putAll(Map.of("pipeline", name, "every", "1h"));
                        List<Object> parameters = new ArrayList<>();
                        others.forEach((key, value) -> parameters.add(Map.of("name", key, "value", value)));
                        yaml(
                                way.style,
                                Map.of(
                                        "templatedRoute",
                                        Map.of(
                                                "routeTemplateRef",
                                                "etl-pipeline",
                                                "routeId",
                                                name,
                                                "parameters",
                                                parameters)));
                        yield endpointOf(name);
                    }
                    case TEMPLATE_IN_JAVA -> {
                        TemplatedRouteBuilder.builder(camel, "etl-pipeline")
                                .routeId(name)
                                .parameters(others)
                                .parameter("pipeline", name)
                                .parameter("every", "1h")
                                .add();
                        yield endpointOf(name);
                    }
                    case BUILDER -> {
                        camel.addRoutes(new EtlRouteBuilder() {
                            @Override
                            public void configure() {
                                pipeline(name, KeysetCursor.class)
                                        .every(Duration.ofHours(1))
                                        .query("select", database)
                                        .option(option, text);
                            }
                        });
                        yield endpointOf(name);
                    }
                    case URI -> route(name, uri + text + "&dataSource=#db");
                    case RAW_URI -> route(name, uri + raw);
                    case RAW_URI_AT_RUN_TIME -> camel.getEndpoint(uri + raw, EtlEndpoint.class);
                    case NORMAL_FORM_OF_RAW_URI ->
                        (EtlEndpoint) camel.getCamelContextExtension()
                                .getEndpoint(camel.getCamelContextExtension().normalizeUri(uri + raw));
                    case PARAMETER_AT_RUN_TIME -> (EtlEndpoint) camel.getEndpoint("etl:" + name, Map.of(option, text));
                    case COMPONENT -> component(name, option, text);
                };
        return text(endpoint.getConfiguration(), option);
    }

    /** Some texts come out of a folded block as others: there the author would have seen to it. */
    private void yaml(ScalarStyle style, Map<String, Object> route) throws Exception {
        String yaml = dumped(style, route);
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        String same = List.of(route).equals(read) ? yaml : dumped(ScalarStyle.DOUBLE_QUOTED, route);
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("routes.yaml", same));
    }

    private static String dumped(ScalarStyle style, Map<String, Object> route) {
        return new Dump(DumpSettings.builder().setDefaultScalarStyle(style).build()).dumpToString(List.of(route));
    }

    private EtlEndpoint route(String name, String uri) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name).routeId(name).to(uri);
            }
        });
        return endpointOf(name);
    }

    private EtlEndpoint component(String name, String option, String text) {
        EtlComponent component = new EtlComponent();
        camel.addComponent(name, component);
        component.init();
        PropertyBindingSupport.build()
                .withMandatory(true)
                .withConfigurer(component.getComponentPropertyConfigurer())
                .withIgnoreCase(true)
                .bind(camel, component, new TreeMap<>(Map.of(option, text)));
        return camel.getEndpoint(name + ":p", EtlEndpoint.class);
    }

    private EtlEndpoint endpointOf(String route) {
        RouteDefinition definition =
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinition(route);
        ToDefinition to = ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class)
                .iterator()
                .next();
        return camel.getEndpoint(to.getUri(), EtlEndpoint.class);
    }

    private static String text(EtlConfiguration options, String option) {
        return switch (option) {
            case "query" -> options.getQuery();
            case "commitSql" -> options.getCommitSql();
            case "seedCursor" -> options.getSeedCursor();
            case "cursorColumns" -> options.getCursorColumns();
            case "versionColumn" -> options.getVersionColumn();
            case "stateSchema" -> options.getStateSchema();
            default -> (String) options.getSource();
        };
    }
}
