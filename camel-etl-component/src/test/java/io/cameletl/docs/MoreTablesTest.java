package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.PageReport;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.camel.EtlConstants;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the guide shows besides customers. */
@WithPostgres
class MoreTablesTest {
    @Test
    void an_order_and_its_lines_become_rows_of_two_tables(
            @SourceDb TestDatabase legacy, @TargetDb TestDatabase warehouse) throws Exception {
        legacy.execute(Snippets.resource("sql/orders-legacy.sql"));
        warehouse.execute(Snippets.resource("sql/orders-warehouse.sql"));
        legacy.execute(
                """
                insert into orders values
                (1, 'ann', '[{"line": 1, "article": "nut", "quantity": 3}, {"line": 2, "article": "bolt", "quantity": 4}]',
                 now() - interval '1 hour'),
                (2, 'bob', '[{"line": 1, "article": "nut", "quantity": 9}]', now() - interval '1 hour')""");
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("orders.yaml").start()) {
            RunReport first = docs.run("orders");
            assertThat(first.tables())
                    .containsEntry("orders", new TableCounts(2, 2, 0, 0, 0))
                    .containsEntry("order_lines", new TableCounts(3, 3, 0, 0, 0));

            legacy.execute(
                    """
                    update orders set updated_at = now() - interval '1 minute',
                    lines = '[{"line": 1, "article": "nut", "quantity": 5}, {"line": 2, "article": "bolt", "quantity": 4, "deleted": true}]'
                    where id = 1""",
                    "update orders set updated_at = now() - interval '1 minute', deleted_at = now() where id = 2");
            RunReport second = docs.run("orders");
            assertThat(second.tables())
                    .containsEntry("orders", new TableCounts(2, 0, 1, 1, 0))
                    .containsEntry("order_lines", new TableCounts(3, 0, 1, 2, 0));
        }
        assertThat(warehouse.query("select order_id, line, quantity from order_lines"))
                .containsExactly(Map.of("order_id", 1L, "line", 1, "quantity", 5));
    }

    @Test
    void a_feed_is_read_by_its_offset(@SourceDb TestDatabase legacy, @TargetDb TestDatabase warehouse)
            throws Exception {
        warehouse.execute(Snippets.resource("sql/stock.sql"));
        FeedSource source = new FeedSource((from, most) -> LongStream.range(from, 2500)
                .limit(most)
                .mapToObj(offset ->
                        new FeedSource.Entry(offset, new FeedSource.Stock("article " + offset % 100, (int) offset)))
                .toList());
        try (DocsContext docs = new DocsContext(legacy, warehouse)
                .bind("feedSource", source)
                .load("feed.yaml")
                .start()) {
            assertThat(docs.run("stock").rows()).isEqualTo(2500);
            assertThat(docs.run("stock").rows()).isZero();
        }
        assertThat(warehouse.count("stock")).isEqualTo(100);
        assertThat(warehouse.<Integer>value("select min(quantity) from stock")).isEqualTo(2400);
    }

    @Test
    void a_message_is_loaded_with_its_position(@SourceDb TestDatabase legacy, @TargetDb TestDatabase warehouse)
            throws Exception {
        warehouse.execute(Snippets.resource("sql/stock.sql"));
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("messages.yaml").start()) {
            PageReport page = docs.send(
                    "seda:stock",
                    List.of(Map.of("article", "nut", "quantity", 5)),
                    Map.of(EtlConstants.END_CURSOR, "{\"offset\": 41}"),
                    PageReport.class);
            assertThat(page.endCursor()).isEqualTo("{\"offset\":41}");
        }
        assertThat(warehouse.<Integer>value("select quantity from stock")).isEqualTo(5);
    }

    @Test
    void a_message_from_outside_is_loaded_without_what_only_routes_set(
            @SourceDb TestDatabase legacy, @TargetDb TestDatabase warehouse) throws Exception {
        warehouse.execute(Snippets.resource("sql/stock.sql"));
        try (DocsContext docs =
                new DocsContext(legacy, warehouse).load("outside.yaml").start()) {
            PageReport page = docs.send(
                    "seda:outside",
                    List.of(Map.of("article", "nut", "quantity", 5)),
                    Map.of("CAMELETLENDCURSOR", "{\"offset\": 41}", "CAMELETLVERSION", 99, "camelEtlHasNextPage", "?"),
                    PageReport.class);
            assertThat(page.endCursor()).isEqualTo("{\"offset\":41}");
        }
    }

    @Test
    void a_unique_value_can_move_between_rows_once_its_constraint_is_deferrable(
            @SourceDb TestDatabase legacy, @TargetDb TestDatabase warehouse) throws Exception {
        String seats = "create table seats (id bigint primary key, number integer not null, updated_at timestamptz)";
        legacy.execute(
                seats, "insert into seats values (1, 1, now() - interval '1 hour'), (2, 2, now() - interval '1 hour')");
        warehouse.execute(seats, "alter table seats add constraint at_once unique (number)");
        String uri = "etl:seats?query=RAW(select * from seats)&sourceDataSource=#legacy&cursorColumns=updated_at,id"
                + "&dataSource=#warehouse&tables=seats";
        try (DocsContext docs = new DocsContext(legacy, warehouse).start()) {
            docs.send(uri, null, Map.of(), RunReport.class);
            legacy.execute("update seats set number = 3 - number, updated_at = now() - interval '1 minute'");
            assertThatThrownBy(() -> docs.send(uri, null, Map.of(), RunReport.class))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("at_once");

            warehouse.execute("alter table seats drop constraint at_once", Snippets.resource("sql/deferrable.sql"));
            docs.send(uri, null, Map.of(), RunReport.class);
        }
        assertThat(warehouse.query("select id, number from seats order by id"))
                .containsExactly(Map.of("id", 1L, "number", 2), Map.of("id", 2L, "number", 1));
    }
}
