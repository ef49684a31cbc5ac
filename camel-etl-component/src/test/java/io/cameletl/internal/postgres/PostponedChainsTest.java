package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.PipelineStatus;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that wait for each other in long chains and in circles, and foreign keys that are checked at the commit. */
@Tag("slow")
@WithEtl
class PostponedChainsTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void databases() {
        source.execute("create table link (id int primary key, parent_id int,"
                + " updated_at timestamptz not null default clock_timestamp())");
        etl.bind("both", twoTables());
    }

    /** Each row is a record of {@code a}, which refers to {@code b}, and one of {@code b}, which refers to that. */
    private static Transform<Map<String, Object>> twoTables() {
        return rows -> List.of(
                new TargetData(
                        "a",
                        rows.stream()
                                .map(row -> record(row.get("id"), "b_id", row.get("parent_id")))
                                .toList()),
                new TargetData(
                        "b",
                        rows.stream()
                                .map(row -> record(row.get("id"), "a_id", row.get("id")))
                                .toList()));
    }

    private static Map<String, Object> record(Object id, String column, Object value) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("id", id);
        record.put(column, value);
        return record;
    }

    private void twoTables(String deferrable) {
        target.execute(
                "create table a (id int primary key, b_id int)",
                "create table b (id int primary key, a_id int references a " + deferrable + ")",
                "alter table a add foreign key (b_id) references b " + deferrable);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_chain_of_a_thousand_links_between_two_tables_costs_one_step_for_each() throws Exception {
        twoTables("");
        source.execute("insert into link select g, nullif(g - 1, 0) from generate_series(1, 1000) g");
        pipeline("a,b", "transform=#both");

        etl.run("chain");

        assertThat(target.count("a")).isEqualTo(1000);
        assertThat(target.count("b")).isEqualTo(1000);
        assertThat(waiting()).isZero();
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_chain_of_a_thousand_links_whose_root_is_missing_waits_and_costs_no_page_much() throws Exception {
        target.execute("create table link (id int primary key, parent_id int references link,"
                + " updated_at timestamptz not null)");
        source.execute("insert into link select g, g - 1 from generate_series(2, 1000) g");
        pipeline("link", "pageSize=100");

        etl.run("chain");
        assertThat(waiting()).isEqualTo(999);
        source.execute("insert into link values (1)");
        etl.run("chain");

        assertThat(target.count("link")).isEqualTo(1000);
        assertThat(waiting()).isZero();
    }

    @Test
    void a_parent_that_fails_keeps_its_part_of_the_chain_and_no_other() throws Exception {
        twoTables("");
        target.execute("alter table b add check (id <> 5)");
        source.execute(
                "insert into link select g, case when g <> 11 then nullif(g - 1, 0) end from generate_series(1, 20) g");
        pipeline("a,b", "transform=#both&onBadRecord=reject");

        etl.run("chain");

        assertThat(target.query("select id from a where id <= 10 order by id").toString())
                .isEqualTo("[{id=1}, {id=2}, {id=3}, {id=4}, {id=5}]");
        assertThat(target.count("b where id > 10")).isEqualTo(10);
        assertThat(waiting()).isEqualTo(10);
    }

    @Test
    void a_foreign_key_that_is_checked_at_the_commit_lets_its_record_wait_as_any_other() throws Exception {
        target.execute(
                "create table link (id int primary key, parent_id int references link deferrable initially deferred,"
                        + " updated_at timestamptz not null)");
        source.execute("insert into link values (2, 1)", "insert into link values (3)");
        pipeline("link", "pageSize=1");

        etl.run("chain");
        assertThat(target.query("select id from link").toString()).isEqualTo("[{id=3}]");
        assertThat(waiting()).isOne();
        source.execute("insert into link values (1)");
        etl.run("chain");

        assertThat(target.count("link")).isEqualTo(3);
        assertThat(waiting()).isZero();
    }

    @Test
    void circles_between_two_tables_go_in_where_the_check_is_at_the_commit() throws Exception {
        twoTables("deferrable initially deferred");
        source.execute("insert into link values (1, 2), (2, 3), (3, 1)");
        pipeline("a,b", "transform=#both");

        etl.run("chain");

        assertThat(target.count("a")).isEqualTo(3);
        assertThat(target.count("b")).isEqualTo(3);
    }

    @Test
    void circles_go_in_though_another_record_waits() throws Exception {
        twoTables("deferrable initially deferred");
        source.execute("insert into link values (1, 2), (2, 3), (3, 1), (10, 9)");
        pipeline("a,b", "transform=#both&pageSize=2");

        etl.run("chain");

        assertThat(target.query("select id from a order by id").toString()).isEqualTo("[{id=1}, {id=2}, {id=3}]");
        assertThat(target.count("b")).isEqualTo(3);
        assertThat(waiting()).isEqualTo(2);
    }

    @Test
    void a_deletion_that_a_check_at_the_commit_refuses_waits() throws Exception {
        target.execute(
                "create table link (id int primary key, parent_id int references link deferrable initially deferred,"
                        + " updated_at timestamptz not null, gone boolean)");
        source.execute(
                "alter table link add gone boolean", "insert into link values (1)", "insert into link values (2, 1)");
        pipeline("link", "pageSize=1&deletedColumn=gone");
        etl.run("chain");

        source.execute(
                "update link set gone = true, updated_at = clock_timestamp() where id = 1",
                "update link set parent_id = null, updated_at = clock_timestamp() where id = 2");
        etl.run("chain");

        assertThat(target.query("select id from link").toString()).isEqualTo("[{id=2}]");
        assertThat(waiting()).isZero();
    }

    private void pipeline(String tables, String more) throws Exception {
        etl.route(
                "chain",
                "query=RAW(select * from link)&sourceDataSource=#source&dataSource=#target&cursorColumns=updated_at,id"
                        + "&tables=" + tables + "&allowOperationHeader=true&consistencyDelay=0&maximumRedeliveries=0&"
                        + more);
    }

    private long waiting() {
        return etl.send("chain", null, Map.of("CamelEtlOperation", "status"), PipelineStatus.class)
                .postponedRecords();
    }
}
