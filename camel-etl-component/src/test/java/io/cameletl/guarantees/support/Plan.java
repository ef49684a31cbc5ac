package io.cameletl.guarantees.support;

import io.cameletl.KeysetCursor;
import io.cameletl.dsl.EtlRouteBuilder;
import io.cameletl.dsl.PipelineBuilder;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.TimeUtils;

/**
 * A pipeline on a schedule, from users into tables that a row has the same columns of, or into {@link Users}' own.
 *
 * @param way how it is declared
 * @param name the pipeline's, and that of its table, unless it is {@link Users#PIPELINE}
 * @param schedule such as {@code every=2s} or {@code cron=0 0 3 * * ?}; each begins with a tick
 */
public record Plan(Way way, String name, String schedule) {
    private static final String QUERY = "select id, name, email, updated_at, deleted_at from users";

    public enum Way {
        JAVA,
        TEMPLATE,
        BY_HAND
    }

    public static Plan parse(String text) {
        String[] words = text.split(" ", 3);
        return new Plan(Way.valueOf(words[0]), words[1], words[2]);
    }

    @Override
    public String toString() {
        return way + " " + name + " " + schedule;
    }

    /** The beans source, target and split are in the registry. */
    public RouteBuilder routes() {
        return switch (way) {
            case JAVA -> inJava();
            case TEMPLATE -> byTemplate();
            case BY_HAND -> byHand();
        };
    }

    private boolean split() {
        return name.equals(Users.PIPELINE);
    }

    private List<String> tables() {
        return split() ? List.of("accounts", "emails") : List.of(name);
    }

    private String time() {
        return schedule.substring(schedule.indexOf('=') + 1);
    }

    private EtlRouteBuilder inJava() {
        return new EtlRouteBuilder() {
            @Override
            public void configure() {
                var target = postgres(bean("target", DataSource.class));
                tables().forEach(table ->
                        target.table(table, t -> t.version("updated_at").deletedWhen("deleted_at")));
                PipelineBuilder<KeysetCursor> pipeline = pipeline(name, KeysetCursor.class)
                        .query(QUERY, bean("source", DataSource.class))
                        .cursorColumns("updated_at", "id")
                        .target(target)
                        .pageSize(Users.PAGE)
                        .consistencyDelay(Duration.ZERO);
                if (split()) {
                    pipeline.transform(bean("split", SplitUsers.class));
                }
                if (schedule.startsWith("cron=")) {
                    pipeline.cron(time());
                } else {
                    pipeline.every(Duration.ofMillis(TimeUtils.toMilliSeconds(time())));
                }
            }

            private <T> T bean(String bean, Class<T> type) {
                return getContext().getRegistry().lookupByNameAndType(bean, type);
            }
        };
    }

    private RouteBuilder byTemplate() {
        String yaml =
                """
                - templatedRoute:
                    routeTemplateRef: etl-pipeline
                    routeId: %1$s
                    parameters:
                      - { name: pipeline, value: %1$s }
                      - { name: %2$s, value: "%3$s" }
                      - { name: query, value: "%4$s" }
                      - { name: sourceDataSource, value: "#source" }
                      - { name: cursorColumns, value: "updated_at,id" }
                      - { name: dataSource, value: "#target" }
                      - { name: tables, value: "%5$s" }
                      - { name: transform, value: "%6$s" }
                      - { name: versionColumn, value: updated_at }
                      - { name: deletedColumn, value: deleted_at }
                      - { name: pageSize, value: %7$s }
                      - { name: consistencyDelay, value: 0 }
                """
                        .formatted(
                                name,
                                schedule.substring(0, schedule.indexOf('=')),
                                time(),
                                QUERY,
                                String.join(",", tables()),
                                split() ? "#split" : "",
                                Users.PAGE);
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                PluginHelper.getRoutesLoader(getContext()).loadRoutes(ResourceHelper.fromString(name + ".yaml", yaml));
            }
        };
    }

    private RouteBuilder byHand() {
        // A cron that began two days ago has missed ticks.
        String timer = schedule.startsWith("cron=")
                ? schedule + "&triggerStartDelay=-172800000"
                : "trigger.repeatInterval=" + TimeUtils.toMilliSeconds(time());
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("quartz:etl/" + name + "?stateful=true&recoverableJob=true&" + timer)
                        .routeId(name)
                        .to("etl:" + name + "?query=RAW(" + QUERY + ")&sourceDataSource=#source"
                                + "&cursorColumns=updated_at,id&dataSource=#target&tables=" + String.join(",", tables())
                                + (split() ? "&transform=#split" : "")
                                + "&versionColumn=updated_at&deletedColumn=deleted_at&consistencyDelay=0&pageSize="
                                + Users.PAGE);
            }
        };
    }
}
