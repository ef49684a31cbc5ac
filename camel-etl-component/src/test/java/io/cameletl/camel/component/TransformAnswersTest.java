package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.NullNode;
import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineListener;
import io.cameletl.RunReport;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.camel.Body;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a transform answers, its page's rows arrive, or the page fails: only an empty list leaves rows out. */
@Tag("slow")
@WithPostgres
class TransformAnswersTest {
    private static final String OPTIONS =
            "query=RAW(select id, name from numbers)&sourceDataSource=#source&cursorColumns=id&dataSource=#target"
                    + "&tables=numbers&prefetch=0";

    private final List<EtlEvent> events = new ArrayList<>();
    private TestDatabase source;
    private TestDatabase target;
    private EtlContext etl;

    /** What the transform answers to a page's rows. */
    private volatile UnaryOperator<Object> answer = rows -> rows;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        source = from;
        target = to;
        source.execute("create table numbers (id bigint primary key, name text)");
        target.execute("create table numbers (id bigint primary key, name text)");
        etl = new EtlContext(source, target).bind("answers", new Answering()).bind("listener", new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                events.add(event);
            }
        });
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:transform").process(exchange -> exchange.getMessage()
                        .setBody(answer.apply(exchange.getMessage().getBody())));
                from("direct:handled")
                        .onException(Exception.class)
                        .handled(true)
                        .end()
                        .process(exchange -> exchange.setProperty(
                                "unused", answer.apply(exchange.getMessage().getBody())));
                from("direct:rollback").process(exchange -> exchange.setRollbackOnly(true));
                from("direct:untouched").log("nothing");
            }
        });
    }

    @AfterEach
    void close() {
        etl.close();
    }

    /** As Camel's bean component calls it. */
    public final class Answering {
        public Object answer(@Body Object rows) {
            return answer.apply(rows);
        }
    }

    /** @param good whether it is the page's rows; else it is to be refused */
    private record Shape(String name, UnaryOperator<Object> of, boolean good) {}

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Object rows) {
        return (List<Map<String, Object>>) rows;
    }

    private static Shape good(String name, UnaryOperator<Object> of) {
        return new Shape(name, of, true);
    }

    private static Shape wrong(String name, UnaryOperator<Object> of) {
        return new Shape(name, of, false);
    }

    private static final List<Shape> SHAPES = List.of(
            good("the rows", rows -> rows),
            good("a copy", rows -> new ArrayList<>(list(rows))),
            good("a set", rows -> new LinkedHashSet<>(list(rows))),
            good("target data", rows -> List.of(new TargetData("numbers", list(rows)))),
            good("an array's list of target data", rows -> Arrays.asList(new TargetData("numbers", list(rows)))),
            good("a map from table to records", rows -> Map.of("numbers", list(rows))),
            good("a map from table to a set", rows -> Map.of("numbers", new LinkedHashSet<>(list(rows)))),
            wrong("null", rows -> null),
            wrong("an empty map", rows -> Map.of()),
            wrong("one record", rows -> list(rows).get(0)),
            wrong("one target data", rows -> new TargetData("numbers", list(rows))),
            wrong("a map from table to null", rows -> Collections.singletonMap("numbers", null)),
            wrong(
                    "a map from table to an array",
                    rows -> Map.of("numbers", list(rows).toArray())),
            wrong(
                    "a map from table to one record",
                    rows -> Map.of("numbers", list(rows).get(0))),
            wrong("a map of another table", rows -> Map.of("letters", list(rows))),
            wrong("an array", rows -> list(rows).toArray()),
            wrong("an iterator", rows -> list(rows).iterator()),
            wrong("an iterator that was read", rows -> Collections.emptyIterator()),
            wrong("a stream", rows -> list(rows).stream()),
            wrong("an optional", rows -> Optional.of(rows)),
            wrong("an empty optional", rows -> Optional.empty()),
            wrong("a text", rows -> rows.toString()),
            wrong("an empty text", rows -> ""),
            wrong("a number", rows -> list(rows).size()),
            wrong("JSON's null", rows -> NullNode.getInstance()),
            wrong("a list of null", rows -> Collections.singletonList(null)),
            wrong("a list of lists", rows -> List.of(rows)),
            wrong("a list of texts", rows -> List.of("numbers")),
            wrong("a list of an empty map", rows -> List.of(Map.of())),
            wrong(
                    "a list of both",
                    rows -> List.of(
                            new TargetData("numbers", list(rows)), list(rows).get(0))),
            wrong("target data of null", rows -> List.of(new TargetData("numbers", null))),
            wrong("target data of no table", rows -> List.of(new TargetData(null, list(rows)))));

    /** Pages of random sizes, each with a random answer; a wrong one is mended, and the run tried again. */
    @Test
    void rows_arrive_unless_the_answer_is_an_empty_list() {
        Seeded.times(8).play("TransformAnswersTest", seed -> {
            Random random = Seeded.random(seed);
            String pipeline = "numbers" + seed;
            int rows = 1 + random.nextInt(300);
            source.execute(
                    "truncate numbers",
                    "insert into numbers select i, 'n' || i from generate_series(1, " + rows + ") i");
            target.execute("truncate numbers");
            String transform = random.nextBoolean() ? "direct:transform" : "bean:answers?method=answer";
            etl.route(pipeline, OPTIONS + "&transform=RAW(" + transform + ")&pageSize=" + (1 + random.nextInt(60)));
            History history = new History(random);
            answer = history;
            for (int failed = 0; ; failed++) {
                Throwable failure = catchThrowable(() -> etl.run(pipeline));
                assertThat(target.<Long>value("select count(*) from numbers"))
                        .as(history.toString())
                        .isEqualTo(history.arrived);
                if (failure == null) {
                    break;
                }
                assertThat(failure)
                        .as(history.toString())
                        .isInstanceOf(EtlException.class)
                        .hasMessageContaining(pipeline);
                assertThat(failed).as("runs that failed: " + history).isLessThan(history.wrong);
            }
            assertThat(history.seen).as(history.toString()).isEqualTo(rows);
        });
    }

    /** What was answered, and what must have come of it. */
    private static final class History implements UnaryOperator<Object> {
        private final Random random;
        private final List<String> told = new ArrayList<>();
        private long arrived;
        private long seen;
        private int wrong;

        History(Random random) {
            this.random = random;
        }

        @Override
        public Object apply(Object rows) {
            int size = list(rows).size();
            if (random.nextInt(6) == 0) {
                told.add(size + " as an empty list");
                seen += size;
                return List.of();
            }
            Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
            told.add(size + " as " + shape.name());
            if (shape.good()) {
                arrived += size;
                seen += size;
            } else {
                wrong++;
            }
            return shape.of().apply(rows);
        }

        @Override
        public String toString() {
            return told.toString();
        }
    }

    @Test
    void each_wrong_answer_is_refused_with_what_to_answer_and_the_cursor_stays() throws Exception {
        source.execute("insert into numbers select i, 'n' || i from generate_series(1, 30) i");
        etl.route("numbers", OPTIONS + "&transform=direct:transform&pageSize=10");
        for (Shape shape : SHAPES) {
            if (!shape.good()) {
                answer = shape.of();
                assertThatThrownBy(() -> etl.run("numbers"))
                        .as(shape.name())
                        .isInstanceOf(EtlException.class)
                        .hasMessageContaining("pipeline \"numbers\"");
                assertThat(target.count("numbers")).as(shape.name()).isZero();
            }
        }
        answer = rows -> null;
        assertThatThrownBy(() -> etl.run("numbers"))
                .hasMessageContaining("the transform answered null. It must answer a list of TargetData")
                .hasMessageContaining("Only an empty list says that there are no records");
    }

    @Test
    void a_transform_that_alters_its_rows_in_place_is_heard() throws Exception {
        source.execute("insert into numbers select i, 'n' || i from generate_series(1, 30) i");
        etl.route("numbers", OPTIONS + "&transform=direct:transform&pageSize=10");
        answer = rows -> {
            list(rows).forEach(row -> row.put("name", "altered"));
            return rows;
        };

        assertThat(etl.run("numbers").records()).isEqualTo(30);

        assertThat(target.<Long>value("select count(*) from numbers where name = 'altered'"))
                .isEqualTo(30);
    }

    @Test
    void a_transform_in_java_is_held_to_the_same() throws Exception {
        source.execute("insert into numbers select i, 'n' || i from generate_series(1, 30) i");
        etl.bind("java", (Transform<Object>) rows -> javaAnswer(rows))
                .route("numbers", OPTIONS + "&transform=#java&pageSize=10");
        for (UnaryOperator<Object> wrong : List.<UnaryOperator<Object>>of(
                rows -> null,
                rows -> rows,
                rows -> Collections.singletonList(null),
                rows -> List.of(new TargetData("numbers", null)))) {
            answer = wrong;
            assertThatThrownBy(() -> etl.run("numbers")).isInstanceOf(EtlException.class);
            assertThat(target.count("numbers")).isZero();
        }
    }

    @SuppressWarnings("unchecked") // as raw types of users' code do
    private List<TargetData> javaAnswer(Object rows) {
        return (List<TargetData>) answer.apply(rows);
    }

    @Test
    void a_route_that_handles_its_failure_and_one_that_goes_back_have_no_answer() throws Exception {
        source.execute("insert into numbers values (1, 'one')");
        answer = rows -> {
            throw new IllegalStateException("no such code");
        };
        etl.route("first", OPTIONS + "&transform=direct:handled");
        etl.route("second", OPTIONS + "&transform=direct:rollback");
        etl.route("third", OPTIONS + "&transform=direct:untouched");

        assertThatThrownBy(() -> etl.run("first"))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("direct://handled has handled a failure")
                .hasMessageContaining("no such code");
        assertThatThrownBy(() -> etl.run("second")).hasMessageContaining("marked its exchange for rollback");
        assertThat(target.count("numbers")).isZero();
        etl.run("third");
        assertThat(target.count("numbers")).as("the rows are the records").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "empty map", "map", "target data", "handled"})
    void a_source_that_answers_no_list_is_refused(String what) throws Exception {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("id", 1, "name", "one"));
        answer = request -> switch (what) {
            case "null" -> null;
            case "empty map" -> Map.of();
            case "map" -> row;
            case "target data" -> new TargetData("numbers", List.of(row));
            default -> throw new IllegalStateException("no such table");
        };
        etl.route(
                "numbers",
                "source=direct:" + (what.equals("handled") ? "handled" : "transform")
                        + "&cursorColumns=id&cursorType=java.lang.Long&dataSource=#target&tables=numbers");

        assertThatThrownBy(() -> etl.run("numbers"))
                .isInstanceOf(EtlException.class)
                .hasMessageMatching(
                        what.equals("handled")
                                ? ".*handled a failure.*no such table.*"
                                : ".*the source answered .* which is no list of rows: let its endpoint answer a list.*");
        assertThat(target.count("numbers")).isZero();
    }

    @Test
    void a_report_counts_rows_and_records_and_a_break_is_told_once_per_run() throws Exception {
        source.execute("insert into numbers select i, 'n' || i from generate_series(1, 200) i");
        etl.route("numbers", OPTIONS + "&transform=direct:transform&pageSize=50");
        RunReport before = etl.run("numbers");
        assertThat(before.summary()).contains("4 pages, 200 rows (numbers +200");

        answer = rows -> List.of();
        source.execute("insert into numbers select i, 'n' || i from generate_series(201, 400) i");
        RunReport after = etl.run("numbers");

        assertThat(after.rows()).isEqualTo(200);
        assertThat(after.records()).isZero();
        assertThat(after.summary()).contains("4 pages, 200 rows, 0 records in");
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(EtlEvent.Kind.FEW_RECORDS);
            assertThat(event.runNumber()).isEqualTo(after.runNumber());
            assertThat(event.message())
                    .startsWith("200 source rows were made into 0 records, where 1.00 of each row was usual.");
        });
    }

    @Test
    void that_the_first_rows_became_nothing_is_told_too() throws Exception {
        source.execute("insert into numbers select i, 'n' || i from generate_series(1, 200) i");
        answer = rows -> List.of();
        etl.route("numbers", OPTIONS + "&transform=direct:transform").run("numbers");

        assertThat(events)
                .extracting(EtlEvent::message)
                .singleElement()
                .asString()
                .startsWith("200 source rows were made into 0 records. See whether");
    }
}
