package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.EtlException;
import io.cameletl.RunReport;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.RecordedEvents;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.internal.postgres.support.Tree;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that comes before the row which it refers to, or before that which refers to it is gone, waits in the ledger. */
@Tag("slow")
@WithEtl
class PostponedRecordsTest {
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
        etl.bind("events", events);
    }

    @Test
    void a_tree_arrives_whose_root_was_touched_last() throws Exception {
        source.execute(
                "insert into node (id, parent_id, updated_at)"
                        + " select g, nullif(g / 2, 0), now() - interval '1 hour' + g * interval '1 second'"
                        + " from generate_series(1, 12) g",
                "update node set updated_at = now() - interval '1 minute' where id = 1");
        pipeline("pageSize=4");

        RunReport run = etl.run("tree");

        tree.assertSame();
        assertThat(run.pages()).isEqualTo(3);
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(run.tables().get("node").inserted()).isEqualTo(12);
        assertThat(run.tables().get("node").unchanged()).isZero();
        assertThat(events.list()).hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class);
    }

    @Test
    void a_child_moves_to_a_parent_that_comes_pages_later_and_the_old_parent_goes() throws Exception {
        String before = "insert into node (id, parent_id, updated_at) values (1, null, now() - interval '1 day'),"
                + " (2, 1, now() - interval '1 day')";
        source.execute(before);
        target.execute(before);
        source.execute(
                "insert into node (id, updated_at) values (3, now() - interval '1 minute')",
                "update node set parent_id = 3, updated_at = now() - interval '3 minutes' where id = 2",
                "update node set deleted_at = now(), updated_at = now() - interval '2 minutes' where id = 1");
        pipeline("pageSize=1");

        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_parent_that_comes_in_a_later_window_is_waited_for() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("");

        etl.run("tree");
        assertThat(target.count("node")).isZero();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isZero();
        source.execute("insert into node (id) values (1)");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_run_without_rows_tries_again_and_finds_a_parent_that_came_in_another_way() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'waits')");
        pipeline("consistencyDelay=1h");
        source.execute("update node set updated_at = now() - interval '2 hours'");

        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        target.execute("insert into node (id) values (1)");
        RunReport idle = etl.run("tree");

        assertThat(idle.rows()).isZero();
        assertThat(idle.tables().get("node").inserted()).isOne();
        assertThat(target.<String>value("select note from node where id = 2")).isEqualTo("waits");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_parent_that_never_comes_fails_the_runs_after_the_next_window_and_holds_nothing_up() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("");

        etl.run("tree");
        source.execute("insert into node (id) values (7)");
        assertThatThrownBy(() -> etl.run("tree"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll(
                        "tree", "1 records wait", "table node", "id = 2", "parent_id", "node_parent_id_fkey");

        assertThat(target.query("select id from node")).containsExactly(Map.of("id", 7));
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
        source.execute("insert into node (id) values (1)");
        etl.run("tree");
        tree.assertSame();
    }

    @Test
    void a_parent_that_never_comes_sets_its_child_aside_where_bad_records_may_be() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("onBadRecord=reject");

        etl.run("tree");
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isZero();
        etl.run("tree");

        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isOne();
        assertThat(events.list())
                .hasExactlyElementsOfTypes(EtlEvent.RecordsPostponed.class, EtlEvent.RecordsRejected.class);
        target.execute("insert into node (id) values (1)");
        etl.send("tree", null, Map.of("CamelEtlOperation", "replay"), RunReport.class);
        assertThat(target.count("node")).isEqualTo(2);
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isZero();
    }

    @Test
    void a_newer_record_takes_the_place_of_one_that_waits_also_without_a_version() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old')");
        pipeline("");

        etl.run("tree");
        source.execute("update node set parent_id = null, note = 'new', updated_at = clock_timestamp()");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        target.execute("insert into node (id) values (1)");
        etl.run("tree");

        assertThat(target.<String>value("select note from node where id = 2")).isEqualTo("new");
    }

    @Test
    void a_record_that_waits_is_deleted_with_its_deletion() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("");

        etl.run("tree");
        source.execute("update node set deleted_at = now(), updated_at = clock_timestamp()");
        etl.run("tree");

        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(target.count("node")).isZero();
    }

    @Test
    void a_newer_record_that_is_rejected_takes_the_place_too() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old')");
        target.execute("alter table node alter note type varchar(3)");
        pipeline("onBadRecord=reject");

        etl.run("tree");
        source.execute("update node set parent_id = null, note = 'newer', updated_at = clock_timestamp()");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isOne();
        target.execute("alter table node alter note type text", "insert into node (id) values (1)");
        etl.send("tree", null, Map.of("CamelEtlOperation", "replay"), RunReport.class);
        etl.run("tree");

        assertThat(target.<String>value("select note from node where id = 2")).isEqualTo("newer");
    }

    @Test
    void a_newer_record_of_other_columns_takes_the_place_of_one_that_waits() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old'), (3, 1, 'old')");
        pipeline("versionColumn=updated_at");

        etl.run("tree");
        for (TestDatabase both : List.of(source, target)) {
            both.execute("alter table node add extra text");
        }
        source.execute(
                "update node set parent_id = null, note = 'new', updated_at = clock_timestamp() where id = 2",
                "update node set deleted_at = now(), updated_at = clock_timestamp() where id = 3",
                "insert into node (id) values (1)");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    /** The old rows' records have all columns, those of the new ones lack some. */
    private void recordsOfFewerColumns(String more) throws Exception {
        etl.bind("fewer", (Transform<Map<String, Object>>) rows -> rows.stream()
                .map(row -> {
                    Map<String, Object> record = new LinkedHashMap<>(row);
                    if (!"old".equals(row.get("note"))) {
                        record.remove("parent_id");
                    }
                    return new TargetData("node", List.of(record));
                })
                .toList());
        pipeline("transform=#fewer" + more);
    }

    @ParameterizedTest
    @OneIn(2)
    @ValueSource(strings = {"", "&versionColumn=updated_at"})
    void what_a_newer_record_has_not_goes_on_waiting_and_overwrites_nothing(String more) throws Exception {
        tree.loosen();
        target.execute("alter table node alter note set not null");
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old')");
        recordsOfFewerColumns(more);
        etl.run("tree");

        source.execute("update node set note = 'new', updated_at = clock_timestamp()");
        assertThatThrownBy(() -> etl.run("tree")).hasMessageContainingAll("1 records wait", "id = 2");
        assertThat(target.query("select parent_id, note from node").toString())
                .isEqualTo("[{parent_id=null, note=new}]");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();

        source.execute("insert into node (id, note) values (1, 'root')");
        etl.run("tree");
        etl.run("tree");
        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_newer_record_whose_key_is_written_differently_takes_the_place() throws Exception {
        source.execute("create table t (k text, parent int, note text, at timestamptz default clock_timestamp())");
        target.execute(
                "create extension citext",
                "create table t (k citext primary key, parent int references node, note text, extra text)");
        etl.bind("some", (Transform<Map<String, Object>>) rows -> rows.stream()
                .map(row -> {
                    Map<String, Object> record = new LinkedHashMap<>(row);
                    record.remove("at");
                    if ("new".equals(row.get("note"))) {
                        record.put("extra", "e");
                    }
                    return new TargetData("t", List.of(record));
                })
                .toList());
        etl.route(
                "t",
                "query=RAW(select * from t)&sourceDataSource=#source&dataSource=#target&cursorColumns=at,k&tables=t"
                        + "&transform=#some&consistencyDelay=0&allowOperationHeader=true");
        source.execute("insert into t values ('ABC', 1, 'old')");
        etl.run("t");

        source.execute("insert into t values ('abc', null, 'new')");
        target.execute("insert into node (id) values (1)");
        etl.run("t");
        etl.run("t");

        assertThat(target.query("select note, extra from t").toString()).isEqualTo("[{note=new, extra=e}]");
        assertThat(Tree.status(etl, "t").postponedRecords()).isZero();
    }

    @Test
    void what_a_newer_record_has_not_is_set_aside_before_it_where_it_is_rejected() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'old')");
        target.execute("alter table node alter note type varchar(3)");
        recordsOfFewerColumns("&onBadRecord=reject");
        etl.run("tree");

        source.execute("update node set note = 'newer', updated_at = clock_timestamp()");
        etl.run("tree");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isEqualTo(2);

        source.execute("insert into node (id, note) values (1, 'old')");
        target.execute("alter table node alter note type text");
        etl.run("tree");
        etl.send("tree", null, Map.of("CamelEtlOperation", "replay"), RunReport.class);
        tree.assertSame();
        assertThat(Tree.status(etl, "tree").rejectedRecords()).isZero();
    }

    @Test
    void a_record_that_refers_to_itself_is_no_orphan_though_another_waits() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1), (4, 4), (5, 6), (6, 5), (8, 7), (9, 8)");
        pipeline("");

        etl.run("tree");

        assertThat(target.query("select id from node order by id").toString()).isEqualTo("[{id=4}, {id=5}, {id=6}]");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isEqualTo(3);
    }

    @Test
    void what_has_become_bad_while_it_waits_keeps_no_page_out_and_is_mended_at_the_source() throws Exception {
        tree.loosen();
        target.execute("alter table node add check (note <> 'bad')");
        source.execute("insert into node (id, parent_id, note) values (2, 1, 'bad')");
        pipeline("pageSize=1");

        etl.run("tree");
        source.execute("insert into node (id) values (1), (7)");
        assertThatThrownBy(() -> etl.run("tree")).isInstanceOf(EtlException.class);
        assertThat(target.query("select id from node order by id").toString()).isEqualTo("[{id=1}, {id=7}]");
        source.execute("update node set note = 'good', updated_at = clock_timestamp() where id = 2");
        etl.run("tree");

        tree.assertSame();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    @Test
    void a_column_that_is_gone_keeps_no_page_of_other_tables_out() throws Exception {
        tree.loosen();
        target.execute("create table item (id int primary key)");
        etl.bind("kinds", (Transform<Map<String, Object>>) rows -> rows.stream()
                .map(row -> "item".equals(row.get("note"))
                        ? new TargetData("item", List.of(Map.of("id", row.get("id"))))
                        : new TargetData("node", List.of(row)))
                .toList());
        source.execute("insert into node (id, parent_id) values (2, 1)");
        etl.route(
                "tree",
                "query=RAW(select id, parent_id, note, updated_at from node)&sourceDataSource=#source"
                        + "&dataSource=#target&cursorColumns=updated_at,id&tables=node,item&consistencyDelay=0"
                        + "&transform=#kinds&allowOperationHeader=true");

        etl.run("tree");
        target.execute("alter table node drop column note");
        source.execute("insert into node (id, note) values (10, 'item')");
        assertThatThrownBy(() -> etl.run("tree")).isInstanceOf(EtlException.class);

        assertThat(target.count("item")).isOne();
        assertThat(Tree.status(etl, "tree").postponedRecords()).isOne();
    }

    @Test
    void more_than_may_wait_fail_the_page_and_none_is_lost() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) select g, 1 from generate_series(2, 6) g");
        pipeline("maxPostponed=4");

        assertThatThrownBy(() -> etl.run("tree"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("no more than 4", "maxPostponed", "table node", "id = 2");
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
        assertThat(Tree.status(etl, "tree").position().cursor()).isNull();
        source.execute("insert into node (id) values (1)");
        etl.run("tree");
        tree.assertSame();
    }

    @Test
    void with_none_that_may_wait_the_record_fails_its_page() throws Exception {
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("maxPostponed=0");

        assertThatThrownBy(() -> etl.run("tree"))
                .isInstanceOf(EtlException.class)
                .hasMessageContainingAll("id = 2", "node_parent_id_fkey");
        assertThat(Tree.status(etl, "tree").position().cursor()).isNull();
    }

    @Test
    void records_with_other_columns_than_the_page_wait_for_the_end_of_a_run() throws Exception {
        etl.bind("rows", (Transform<Map<String, Object>>) rows -> List.of(new TargetData(
                "node",
                rows.stream()
                        .map(row -> {
                            Map<String, Object> record = new LinkedHashMap<>(row);
                            if (row.get("note") == null) {
                                record.remove("note");
                            }
                            return record;
                        })
                        .toList())));
        tree.loosen();
        source.execute("insert into node (id, parent_id) values (2, 1)");
        pipeline("transform=#rows&pageSize=1");

        etl.run("tree");
        source.execute("insert into node (id, note) values (1, 'parent')");
        RunReport run = etl.run("tree");

        assertThat(run.pages()).isEqualTo(2);
        assertThat(target.count("node")).isEqualTo(2);
        assertThat(Tree.status(etl, "tree").postponedRecords()).isZero();
    }

    private void pipeline(String more) throws Exception {
        etl.route(
                "tree",
                "query=RAW(select * from node)&sourceDataSource=#source&dataSource=#target&cursorColumns=updated_at,id"
                        + "&tables=node&deletedColumn=deleted_at&notifier=#events&allowOperationHeader=true"
                        + (more.contains("consistencyDelay") ? "" : "&consistencyDelay=0")
                        + (more.isEmpty() ? "" : "&" + more));
    }
}
