package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.camel.component.EtlEndpointUriFactory;
import io.cameletl.internal.adapter.options.OptionReader;
import io.cameletl.internal.adapter.options.OptionRule;
import io.cameletl.internal.adapter.options.OptionValue;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.adapter.options.UriOptions;
import io.cameletl.internal.breaker.BreakerSettings;
import io.cameletl.internal.outlet.LastResort;
import io.cameletl.internal.schedule.Schedule;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * The route template {@code etl-pipeline}. Its parameters are those of the schedule and the circuit breaker, and every
 * option of the {@code etl:} endpoint; what is not given is not on the endpoint's URI.
 */
final class PipelineTemplate implements RouteTemplateDefinition.Converter {
    static final String ID = "etl-pipeline";

    private static final List<String> OWN =
            List.of("pipeline", "every", "cron", "startAtOnce", "failureThreshold", "cooldown");
    private static final Set<String> NOT_FOR_TEMPLATES =
            Set.of("pipeline", "operation", "lazyStartProducer", "tableOptions", "circuitBreaker");
    /** What Camel itself puts among the parameters. */
    private static final Set<String> CAMELS =
            Set.of("parentRouteId", "parentProcessorId", "routeId", "templateId", "prefixId", "uuid", "location");

    private final CamelContext context;

    PipelineTemplate(CamelContext context) {
        this.context = context;
    }

    static RouteTemplateDefinition definition() {
        RouteTemplateDefinition template = new NoKamelet();
        template.id(ID);
        template.templateParameter("pipeline", null, "The pipeline's name.");
        template.templateOptionalParameter("every", "The time from the start of one run to that of the next.");
        template.templateOptionalParameter("cron", "When runs start, as a Quartz cron expression.");
        template.templateOptionalParameter("startAtOnce", "Whether the first run is at the start; it is by default.");
        template.templateOptionalParameter(
                "failureThreshold", "Failed runs in a row that open the circuit breaker; none unless given.");
        template.templateOptionalParameter("cooldown", "How long it stays open; 5m by default.");
        options()
                .forEach(option ->
                        template.templateOptionalParameter(option, "The option of this name of the etl: endpoint."));
        // What stands here is replaced by what the parameters make; Camel wants a template to have a route.
        template.from("quartz:etl/{{pipeline}}").to("etl:{{pipeline}}");
        return template;
    }

    private static Set<String> options() {
        Set<String> options = new TreeSet<>(new EtlEndpointUriFactory().propertyNames());
        options.removeAll(NOT_FOR_TEMPLATES);
        return options;
    }

    /**
     * Camel expands a template that is used as a Kamelet by a converter of its own, which takes this one's place and
     * fills in placeholders only: it would make a pipeline without any of its options.
     */
    private static final class NoKamelet extends RouteTemplateDefinition {
        @Override
        public RouteDefinition asRouteDefinition() {
            throw new UnsupportedOperationException(ID + " is a route template and no Kamelet: write templatedRoute"
                    + " with routeTemplateRef " + ID + " in place of kamelet:" + ID);
        }
    }

    @Override
    public RouteDefinition apply(RouteTemplateDefinition template, Map<String, Object> parameters) {
        Object pipeline = parameters.get("pipeline");
        Given given = new Given(context.resolvePropertyPlaceholders(String.valueOf(pipeline)), parameters);
        try {
            return PipelineRoute.named(given.pipeline(), () -> given.route().define(context, List.of()));
        } catch (RuntimeException e) {
            LastResort.tell(e);
            throw e;
        }
    }

    /** Camel hands on each parameter in camel case and in kebab case, whichever the user wrote. */
    private final class Given {
        private final String pipeline;
        private final Map<String, Object> parameters;

        Given(String pipeline, Map<String, Object> parameters) {
            this.pipeline = pipeline;
            this.parameters = parameters;
        }

        String pipeline() {
            return pipeline;
        }

        PipelineRoute route() {
            refuseUnknown();
            OptionRule.check(
                    pipeline,
                    OptionRule.OF_TEMPLATES,
                    OWN.stream().filter(name -> text(name) != null).collect(Collectors.toSet()));
            Boolean atOnce = value("startAtOnce", Boolean.class);
            Schedule schedule = new Schedule(text("cron"), value("every", Duration.class), atOnce == null || atOnce);
            Map<String, Object> endpoint = new LinkedHashMap<>();
            Set<String> options = options();
            options.addAll(tableOptions());
            for (String option : options) {
                Object value = parameters.get(option);
                Object meant =
                        value instanceof String text ? UriOptions.declared(pipeline, option, text, context) : value;
                if (meant != null && !meant.equals("")) {
                    endpoint.put(option, meant);
                }
            }
            return new PipelineRoute(pipeline, schedule, endpoint, breaker());
        }

        private @Nullable BreakerSettings breaker() {
            Integer threshold = value("failureThreshold", Integer.class);
            Duration cooldown = value("cooldown", Duration.class);
            return threshold == null
                    ? null
                    : new BreakerSettings(threshold, cooldown == null ? BreakerSettings.DEFAULT.cooldown() : cooldown);
        }

        private List<String> tableOptions() {
            return TableOption.optionsOf(OptionReader.names(text("tables")));
        }

        private void refuseUnknown() {
            Set<String> known = options();
            known.addAll(OWN);
            known.addAll(CAMELS);
            known.addAll(tableOptions());
            Set<String> spellings = new TreeSet<>(known);
            for (String name : known) {
                spellings.add(StringHelper.dashToCamelCase(name));
                spellings.add(StringHelper.camelCaseToDash(StringHelper.dashToCamelCase(name)));
            }
            Set<String> unknown = new TreeSet<>(parameters.keySet());
            unknown.removeAll(spellings);
            if (!unknown.isEmpty()) {
                known.removeAll(CAMELS);
                throw new EtlException(
                        pipeline, "the route template " + ID + " has no parameters " + unknown + ". It has " + known);
            }
        }

        private @Nullable String text(String name) {
            Object value = parameters.get(name);
            String text = value == null
                    ? ""
                    : context.resolvePropertyPlaceholders(value.toString()).strip();
            return text.isEmpty() ? null : text;
        }

        /** @throws IllegalArgumentException that says what is valid */
        private <T> @Nullable T value(String name, Class<T> type) {
            String text = text(name);
            return text == null ? null : OptionValue.read(name, text, type, context.getTypeConverter());
        }
    }
}
