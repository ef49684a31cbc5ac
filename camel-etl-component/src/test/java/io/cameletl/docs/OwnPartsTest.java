package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guide shows of commits, cursors, staging and targets of one's own, in YAML and in Java. */
@Tag("slow")
class OwnPartsTest extends Shop {
    private static final int CUSTOMERS = 2500;

    @TempDir
    private Path outbox;

    @BeforeEach
    void tables() throws IOException {
        insertCustomers(CUSTOMERS);
        warehouse.execute(
                Snippets.resource("sql/stock.sql"),
                "create table customer_history (id bigint, name text, updated_at timestamptz, pipeline text)");
    }

    /** @param routes a file; empty for those in Java */
    private DocsContext docs(String routes, Processor afterEach) throws Exception {
        DocsContext docs = new DocsContext(legacy, warehouse);
        docs.camel().getPropertiesComponent().addInitialProperty("outbox.directory", outbox.toString());
        EndpointTarget target = new EndpointTarget(docs.camel().createProducerTemplate(), "direct:outbox");
        docs.bind("outbox", target).load("outbox.yaml");
        AdviceWith.adviceWith(docs.camel(), "outbox", route -> route.weaveAddLast()
                .to("mock:sent")
                .process(afterEach));
        if (routes.isEmpty()) {
            docs.camel().addRoutes(new OwnPartsRoutes(legacy.dataSource(), warehouse.dataSource(), feed(), target));
        } else {
            docs.load(routes);
        }
        return docs.start();
    }

    private DocsContext docs(String routes) throws Exception {
        return docs(routes, exchange -> {});
    }

    private static FeedSource feed() {
        return new FeedSource((from, most) -> LongStream.range(from, 3)
                .mapToObj(i -> new FeedSource.Entry(i, new FeedSource.Stock("article " + i, (int) i)))
                .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit-sql.yaml", ""})
    void soft_deletes_marked_in_a_metadata_column_are_merged_by_sql_of_ones_own(String routes) throws Exception {
        try (DocsContext docs = docs(routes)) {
            legacy.execute("update customers set deleted_at = updated_at where id in (3, 4)");
            docs.run("customers");
            assertThat(warehouse.count("customers")).isEqualTo(CUSTOMERS - 2);

            legacy.execute(
                    "update customers set name = 'new', updated_at = now() - interval '1 minute' where id = 7",
                    "update customers set deleted_at = now(), updated_at = now() - interval '1 minute' where id = 8",
                    "update customers set deleted_at = null, updated_at = now() - interval '1 minute' where id = 3");
            docs.run("customers");
        }
        assertThat(warehouse.query("select id, name, email, updated_at from customers order by id"))
                .isEqualTo(legacy.query(
                        "select id, name, email, updated_at from customers where deleted_at is null order by id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit.yaml", ""})
    void a_commit_bean_appends_what_is_in_unlogged_staging(String routes) throws Exception {
        try (DocsContext docs = docs(routes)) {
            docs.run("history");
        }
        assertThat(warehouse.count("customer_history")).isEqualTo(CUSTOMERS);
        assertThat(warehouse.count("customers")).isZero();
    }

    @Test
    void a_feed_is_read_by_its_offset_in_java_too() throws Exception {
        try (DocsContext docs = docs("")) {
            assertThat(docs.run("stock").rows()).isEqualTo(3);
            assertThat(docs.run("stock").rows()).isZero();
        }
        assertThat(warehouse.count("stock")).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outgoing.yaml", ""})
    void a_crash_before_the_cursor_is_saved_sends_the_page_again_and_loses_nothing(String routes) throws Exception {
        Processor dieAtTheSecondPage = exchange -> {
            if (outgoing().size() == 2) {
                warehouse.execute(
                        "create function die() returns trigger language plpgsql as"
                                + " 'begin raise exception ''no cursor is saved any more''; end'",
                        "create trigger die before update on etl_state.etl_pipeline execute function die()");
            }
        };
        List<Object> before;
        try (DocsContext docs = docs(routes, dieAtTheSecondPage)) {
            Throwable failure = catchThrowable(() -> docs.run("outgoing"));
            // In Java the route handles it, as it would any failure.
            assertThat(failure == null).isEqualTo(routes.isEmpty());
            before = sent(docs);
        }
        assertThat(before).hasSize(2);
        assertThat(warehouse.<String>value(
                        "select cursor ->> 'id' from etl_state.etl_pipeline where name = 'outgoing'"))
                .as("the cursor after the first page")
                .isEqualTo("1000");

        warehouse.execute(
                "drop trigger die on etl_state.etl_pipeline",
                "update etl_state.etl_pipeline set lease_until = clock_timestamp()");
        List<Object> after;
        try (DocsContext docs = docs(routes)) {
            assertThat(docs.run("outgoing").pages()).isEqualTo(2);
            after = sent(docs);
        }

        assertThat(after).hasSize(2).startsWith(before.get(1));
        assertThat(outgoing()).as("the page sent twice is one file").hasSize(3);
        List<Long> arrived = new ArrayList<>();
        for (Path file : outgoing()) {
            new ObjectMapper()
                    .readTree(file.toFile())
                    .forEach(row -> arrived.add(row.get("id").asLong()));
        }
        assertThat(arrived).hasSize(CUSTOMERS).doesNotHaveDuplicates();
    }

    /** The keys of the pages, in order. */
    private static List<Object> sent(DocsContext docs) {
        return docs.camel().getEndpoint("mock:sent", MockEndpoint.class).getExchanges().stream()
                .map(page -> page.getMessage().getHeader("key"))
                .toList();
    }

    private List<Path> outgoing() {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
