package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.WorkerJvm;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A JVM of 64 MB, and pages of rows of a megabyte that are larger than that. */
@WithPostgres
@Tag("slow")
@Timeout(300)
class SmallHeapTest {
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#source&cursorColumns=id"
            + "&dataSource=#target&tables=t&consistencyDelay=0&pageSize=1000";

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void tables(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(
                "create table t (id int primary key, text text)",
                "insert into t select i, repeat(chr(65 + i % 26), 1000000) from generate_series(1, 70) i",
                "create table small (id int primary key)",
                "insert into small select generate_series(1, 10)");
        target.execute("create table t (id int primary key, text text)", "create table small (id int primary key)");
    }

    @ParameterizedTest
    @OneIn(3)
    @ValueSource(strings = {"prefetch=1", "prefetch=0", "prefetch=3&staging=unlogged"})
    void a_page_larger_than_the_heap_is_loaded_in_smaller_pieces(String options) throws Exception {
        try (WorkerJvm jvm = WorkerJvm.start(source, target, "-Xmx64m")) {
            assertThat(jvm.answer()).contains("READY");

            assertThat(jvm.send("run t " + OPTIONS + '&' + options).answer()).contains("DRAINED");
        }
        assertThat(target.count("t")).isEqualTo(70);
        assertThat(target.<String>value("select md5(string_agg(md5(text), ',' order by id)) from t"))
                .isEqualTo(source.value("select md5(string_agg(md5(text), ',' order by id)) from t"));
        assertThat(target.<Long>value("select pages::bigint from etl_run")).isGreaterThan(3);
    }

    @Test
    void a_row_that_does_not_fit_alone_is_named_and_the_process_goes_on() throws Exception {
        source.execute("insert into t select 50000, repeat('x', 60000000)", "delete from t where id between 3 and 70");
        try (WorkerJvm jvm = WorkerJvm.start(source, target, "-Xmx64m")) {
            assertThat(jvm.answer()).contains("READY");

            String failed = jvm.send("run t " + OPTIONS).answer();
            String next = jvm.send("run small "
                            + OPTIONS.replace("from t", "from small").replace("tables=t", "tables=small"))
                    .answer();

            assertThat(failed)
                    .contains(
                            "FAILED",
                            "a row does not fit the memory of",
                            "one of the next two rows after the cursor {\"id\":\"1\"}",
                            "-Xmx");
            assertThat(next).contains("DRAINED");
        }
        assertThat(target.<String>value("select string_agg(id::text, ',' order by id) from t"))
                .as("what comes before it is in")
                .isEqualTo("1");
        assertThat(target.count("small")).isEqualTo(10);
    }
}
