package io.cameletl.dsl;

import io.cameletl.EtlException;
import io.cameletl.internal.adapter.options.TableOption;
import io.cameletl.internal.breaker.BreakerSettings;
import io.cameletl.internal.route.EndpointUri;
import io.cameletl.internal.route.RouteBeans;
import io.cameletl.internal.route.UriText;
import io.cameletl.internal.schedule.Schedule;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline's route: a timer, what happens when a run fails or is refused, the circuit breaker if there is one, and the
 * {@code etl:} endpoint.
 *
 * @param pipeline the pipeline's name
 * @param schedule when its runs start
 * @param options the endpoint's options, in order; texts, numbers, and beans
 * @param breaker its circuit breaker; null for none
 */
record PipelineRoute(
        String pipeline, Schedule schedule, Map<String, Object> options, @Nullable BreakerSettings breaker) {
    private static final String PROPERTY = "etl.pipeline";
    private static final String UNSAFE = "?#&%{}\"'";

    /** @throws EtlException when the name cannot be part of a URI */
    PipelineRoute {
        options = new LinkedHashMap<>(options);
        if (pipeline.isBlank()
                || pipeline.chars()
                        .anyMatch(c ->
                                Character.isWhitespace(c) || Character.isISOControl(c) || UNSAFE.indexOf(c) >= 0)) {
            throw new EtlException(
                    pipeline,
                    "a pipeline's name is part of a URI: it needs characters, but no space and none of " + UNSAFE);
        }
    }

    /**
     * @param others the routes that are being defined along with this one
     * @throws EtlException when the context has this pipeline already
     */
    RouteDefinition define(CamelContext context, List<RouteDefinition> others) {
        List<RouteDefinition> known =
                context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
        if (isIn(known) || isIn(others)) {
            throw new EtlException(
                    pipeline,
                    "this context has a pipeline of that name already. Two would share one cursor:"
                            + " give one of them another name");
        }
        RouteBeans beans = new RouteBeans(context, pipeline);
        EndpointUri endpoint = named(pipeline, () -> endpoint(beans));
        RouteDefinition route = new RouteDefinition();
        schedule.begin(route, pipeline, beans);
        route.routeId(pipeline).routeProperty(PROPERTY, pipeline);
        route.onException(Exception.class).handled(true);
        if (breaker == null) {
            route.to(endpoint.toString());
        } else {
            guard(route, breaker, endpoint, beans);
        }
        return route;
    }

    private EndpointUri endpoint(RouteBeans beans) {
        EndpointUri endpoint = new EndpointUri("etl:" + pipeline);
        for (Map.Entry<String, Object> option : options.entrySet()) {
            endpoint = endpoint.withText(name(option.getKey()), text(option.getKey(), option.getValue(), beans));
        }
        return endpoint;
    }

    private static String name(String option) {
        String prefix = TableOption.PREFIX;
        return option.startsWith(prefix) ? prefix + UriText.key(option.substring(prefix.length())) : option;
    }

    private static void guard(RouteDefinition route, BreakerSettings settings, EndpointUri endpoint, RouteBeans beans) {
        String bean = Resilience.bind(settings, beans);
        route.onException(Resilience.refusal()).handled(true).process(bean);
        CircuitBreakerDefinition block = route.circuitBreaker().inheritErrorHandler(true);
        block.resilience4jConfiguration()
                .circuitBreaker(bean)
                .throwExceptionWhenHalfOpenOrOpenState(true)
                .end();
        block.to(endpoint.with("circuitBreaker", "#" + bean).toString());
    }

    private boolean isIn(List<RouteDefinition> routes) {
        return routes.stream()
                .filter(route -> route.getRouteProperties() != null)
                .flatMap(route -> route.getRouteProperties().stream())
                .anyMatch(property -> property.getKey().equals(PROPERTY)
                        && property.getValue().equals(pipeline));
    }

    private static String text(String option, Object value, RouteBeans beans) {
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        if (value instanceof Duration duration) {
            return String.valueOf(millis(option, duration));
        }
        boolean plain = value instanceof CharSequence || value instanceof Number || value instanceof Boolean;
        return plain ? value.toString() : beans.reference(option, value);
    }

    /** @throws IllegalArgumentException when a part of it would be lost */
    private static long millis(String option, Duration duration) {
        try {
            if (duration.equals(Duration.ofMillis(duration.toMillis()))) {
                return duration.toMillis();
            }
        } catch (ArithmeticException tooLong) {
            throw new IllegalArgumentException(option + "=" + duration + " is too long", tooLong);
        }
        throw new IllegalArgumentException(option + "=" + duration + " is no number of whole milliseconds");
    }

    /**
     * Puts the pipeline's name before what is said of its settings.
     *
     * @throws EtlException with the message of the {@link IllegalArgumentException} that making it threw
     */
    static <T> T named(String pipeline, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new EtlException(pipeline, String.valueOf(e.getMessage()), e);
        }
    }

    /** Keeps resilience4j out of the classes that pipelines without a circuit breaker use. */
    private static final class Resilience {
        private Resilience() {}

        /** @return the name of the bean */
        static String bind(BreakerSettings settings, RouteBeans beans) {
            try {
                RunCircuitBreaker breaker = new RunCircuitBreaker();
                breaker.setFailureThreshold(settings.failureThreshold());
                breaker.setCooldown(settings.cooldown());
                return beans.reference("circuitBreaker", breaker).substring(1);
            } catch (NoClassDefFoundError e) {
                throw new EtlException(
                        beans.pipeline(),
                        "a circuit breaker needs resilience4j on the class path. Add org.apache.camel:camel-resilience4j",
                        e);
            }
        }

        static Class<? extends Exception> refusal() {
            return CallNotPermittedException.class;
        }
    }
}
