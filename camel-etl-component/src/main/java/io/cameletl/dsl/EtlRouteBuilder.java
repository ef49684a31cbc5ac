package io.cameletl.dsl;

import io.cameletl.EtlException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;

/**
 * A route builder that declares pipelines, besides any other routes:
 *
 * <pre>{@code
 * public void configure() {
 *     pipeline("users", TimestampCursor.class)
 *             .every(Duration.ofMinutes(5))
 *             .source(new LegacyUsers(legacy))
 *             .target(postgres(identity).table("users", t -> t.version("updated_at").deletedWhen("deleted_at")))
 *             .circuitBreaker(3, Duration.ofMinutes(5));
 * }
 * }</pre>
 *
 * Each becomes an ordinary route whose id is the pipeline's name, when {@link #configure()} has returned. Its objects
 * are bound in the registry as {@code etl.<pipeline>.<option>} unless they are there already. Not thread-safe.
 */
public abstract class EtlRouteBuilder extends RouteBuilder {
    private final List<PipelineBuilder<?>> pipelines = new ArrayList<>();

    /** Without a context yet; Camel gives it one. */
    protected EtlRouteBuilder() {
        addLifecycleInterceptor(new RouteBuilderLifecycleStrategy() {
            @Override
            public void afterConfigure(RouteBuilder builder) {
                addPipelines();
            }
        });
    }

    /**
     * Begins a pipeline. Nothing ends it: it becomes a route when {@link #configure()} has returned.
     *
     * @param name its name, the key of everything that is kept of it; not blank, of characters that a URI allows
     * @param cursorType the type of its cursor: {@link io.cameletl.TimestampCursor}, {@link io.cameletl.KeysetCursor}
     *     for a {@link PipelineBuilder#query}, or one's own record
     * @throws EtlException when this builder has a pipeline of that name already
     */
    protected final <C> PipelineBuilder<C> pipeline(String name, Class<C> cursorType) {
        PipelineBuilder<C> pipeline = new PipelineBuilder<>(name, cursorType);
        pipelines.add(pipeline);
        return pipeline;
    }

    /**
     * The target of a pipeline.
     *
     * @param dataSource connects to the target database
     */
    protected static PostgresBuilder postgres(DataSource dataSource) {
        return new PostgresBuilder(dataSource);
    }

    private void addPipelines() {
        List<RouteDefinition> routes = getRouteCollection().getRoutes();
        for (PipelineBuilder<?> pipeline : pipelines) {
            RouteDefinition route = pipeline.build().define(getContext(), routes);
            configureRoute(route);
            getRouteCollection().route(route);
            getRouteCollection().prepareRoute(route);
        }
    }
}
