package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.PipelineStatus;
import io.cameletl.RunReport;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.RecordedEvents;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.internal.postgres.support.Tree;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When postponed records are due that keep changing, that another pipeline has to help, or whose table has gone. */
@Tag("slow")
@WithEtl
class PostponedForLongTest {
    private final RecordedEvents events = new RecordedEvents();

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;
    private Tree tree;

    @BeforeEach
    void createTables() {
        tree = new Tree(source, target);
        tree.loosen();
        etl.bind("events", events);
    }

    @Test
    void a_row_that_changes_in_each_window_is_due_as_its_first_version_would_be() throws Exception {
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("node", "");

        etl.run("tree");
        Object since = target.value("select postponed_at from etl_rejected_record");
        source.execute("update node set updated_at = clock_timestamp()");
        assertThatThrownBy(() -> etl.run("tree")).hasMessageContainingAll("1 records wait", "id = 2");

        assertThat(target.<Object>value("select postponed_at from etl_rejected_record"))
                .isEqualTo(since);
        assertThat(events.list()).hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RunFailed.class);
        source.execute("insert into node (id) values (1)");
        etl.run("tree");
        tree.assertSame();
    }

    @Test
    void rows_read_again_by_lookback_are_due_and_are_not_told_again() throws Exception {
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("node", "lookback=1h&onBadRecord=reject");

        etl.run("tree");
        source.execute("insert into node (id) values (7)");
        etl.run("tree");

        assertThat(events.list())
                .hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RecordsRejected.class);
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_parent_that_another_pipeline_brings_is_waited_for_an_hour() throws Exception {
        for (TestDatabase both : List.of(source, target)) {
            both.execute(
                    "create table area (id int primary key, updated_at timestamptz default clock_timestamp())",
                    "create table town (id int primary key, area_id int references area,"
                            + " updated_at timestamptz default clock_timestamp())");
        }
        for (String table : List.of("area", "town")) {
            etl.route(
                    table,
                    "query=RAW(select * from " + table + ")&sourceDataSource=#source&dataSource=#target"
                            + "&cursorColumns=updated_at,id&tables=" + table
                            + "&allowOperationHeader=true&consistencyDelay=0&onBadRecord=reject&notifier=#events");
        }
        source.execute("insert into area (id) values (1), (2)", "insert into town (id, area_id) values (1, 1), (2, 2)");

        etl.run("town");
        etl.run("town");
        assertThat(Tree.status(etl, "town").postponedRecords()).isEqualTo(2);
        assertThat(target.query("select distinct waits_for from etl_rejected_record"))
                .containsExactly(Map.of("waits_for", "\"public\".\"area\""));
        source.execute("delete from town where id = 2", "delete from area where id = 2");
        etl.run("area");
        etl.run("town");
        assertThat(target.count("town")).isOne();
        assertThat(Tree.status(etl, "town").postponedRecords()).isOne();
        target.execute("update etl_rejected_record set postponed_at = postponed_at - interval '61 minutes'");
        etl.run("town");

        assertThat(Tree.status(etl, "town").rejectedRecords()).isOne();
        assertThat(events.list())
                .hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RecordsRejected.class);
    }

    @Test
    void a_deletion_waits_an_hour_for_children_of_another_pipeline() throws Exception {
        target.execute("create table leaf (id int primary key, node_id int references node)");
        source.execute("insert into node (id) values (1)");
        pipeline("node", "");
        etl.run("tree");
        target.execute("insert into leaf values (1, 1)");

        source.execute("update node set deleted_at = now(), updated_at = clock_timestamp()");
        etl.run("tree");
        etl.run("tree");
        assertThat(target.<String>value("select waits_for from etl_rejected_record"))
                .isEqualTo("\"public\".\"leaf\"");
        target.execute("delete from leaf");
        etl.run("tree");

        assertThat(target.count("node")).isZero();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_table_that_the_options_name_in_another_way_is_the_same_table() throws Exception {
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old'), (3, 1, 'old')");
        pipeline("node", "");
        etl.run("tree");
        etl.restart();
        pipeline("public.node", "");

        source.execute("update node set note = 'new', parent_id = null, updated_at = clock_timestamp() where id = 2");
        source.execute("insert into node (id) values (1)");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_table_that_pages_name_in_another_way_is_the_same_table() throws Exception {
        etl.bind("plain", to("node"));
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old')");
        pipeline(null, "transform=#plain");
        etl.run("tree");
        etl.restart();
        etl.bind("qualified", to("public.node"));
        pipeline(null, "transform=#qualified");

        source.execute("update node set note = 'new', updated_at = clock_timestamp() where id = 2");
        source.execute("insert into node (id) values (1)");
        etl.run("tree");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void records_of_a_table_that_is_taken_out_of_the_options_stay_and_are_told_of() throws Exception {
        target.execute("create table item (id int primary key)");
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'waits')");
        etl.bind("nodes", to("node"));
        pipeline("item,node", "transform=#nodes&onBadRecord=reject");
        etl.run("tree");
        etl.restart();
        etl.bind("items", (Transform<Map<String, Object>>) rows -> List.of(new TargetData(
                "item", rows.stream().map(row -> Map.of("id", row.get("id"))).toList())));
        pipeline("item", "transform=#items&onBadRecord=reject");
        source.execute("insert into node (id) values (7)");

        assertThatThrownBy(() -> etl.run("tree"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("1 for the table node", "option tables", "Put the tables back", "delete");
        assertThat(target.query("select id from item")).containsExactly(Map.of("id", 7));
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        target.execute("insert into node (id) values (1)");
        etl.restart();
        etl.bind("nodes", to("node"));
        pipeline("item,node", "transform=#nodes&onBadRecord=reject");
        etl.run("tree");
        assertThat(target.<String>value("select note from node where id = 2")).isEqualTo("waits");
    }

    @Test
    void a_replayed_record_does_not_take_the_place_of_a_newer_one_that_waits() throws Exception {
        target.execute("alter table node alter note type varchar(3)");
        source.execute("insert into node (id, note) values (2, 'long')");
        pipeline("node", "onBadRecord=reject");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isOne();
        source.execute("update node set parent_id = 1, note = 'new', updated_at = clock_timestamp()");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();

        target.execute("alter table node alter note type text");
        etl.send("tree", null, Map.of("CamelEtlOperation", "replay"), RunReport.class);
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        source.execute("insert into node (id) values (1)");
        etl.run("tree");

        tree.assertSame();
    }

    @Test
    void a_seek_back_with_records_waiting_reads_them_again_and_doubles_nothing() throws Exception {
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'waits'), (3, null, 'a'), (4, 3, 'b')");
        pipeline("node", "pageSize=1");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();

        etl.send(
                "tree",
                null,
                Map.of(
                        "CamelEtlOperation",
                        "seek",
                        "CamelEtlEndCursor",
                        "{\"updated_at\":\"2020-01-01T00:00:00Z\",\"id\":0}"),
                PipelineStatus.class);
        assertThatThrownBy(() -> etl.run("tree")).hasMessageContaining("1 records wait");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        source.execute("insert into node (id) values (1)");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    private static Transform<Map<String, Object>> to(String table) {
        return rows -> List.of(new TargetData(table, rows));
    }

    private void pipeline(String tables, String more) throws Exception {
        etl.route(
                "tree",
                "query=RAW(select * from node)&sourceDataSource=#source&dataSource=#target&cursorColumns=updated_at,id"
                        + (tables == null ? "&allowedTables=node,public.node" : "&tables=" + tables)
                        + (tables != null && tables.endsWith("node") ? "&deletedColumn=deleted_at" : "")
                        + "&notifier=#events&allowOperationHeader=true&consistencyDelay=0"
                        + (more.isEmpty() ? "" : "&" + more));
    }
}
