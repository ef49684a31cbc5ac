package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.TableCounts;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two rows of the source whose keys differ, and are one key for the table. */
@WithEtl
class MergedKeysTest {
    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void keys_that_only_the_source_tells_apart() throws Exception {
        source.execute("create table t (k text primary key, parent int, at timestamptz not null default"
                + " clock_timestamp())");
        target.execute(
                "create extension citext",
                "create table p (id int primary key)",
                "create table t (k citext primary key, parent int references p, at timestamptz)");
    }

    private void pipeline(String more) throws Exception {
        etl.route(
                "t",
                "query=RAW(select * from t)&sourceDataSource=#source&cursorColumns=at,k&dataSource=#target&tables=t"
                        + "&consistencyDelay=0&" + more);
    }

    @Test
    void both_are_named_and_neither_takes_the_others_place() throws Exception {
        source.execute("insert into t (k) values ('abc')", "insert into t (k) values ('ABC')");
        pipeline("maximumRedeliveries=0");

        assertThatThrownBy(() -> etl.run("t"))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContainingAll("k = abc", "k = ABC", "has another key, which is the same for the table");
        assertThat(target.count("t")).isZero();
    }

    @Test
    void where_bad_records_may_be_the_earlier_goes_into_the_ledger() throws Exception {
        source.execute("insert into t (k) values ('abc')", "insert into t (k) values ('ABC')");
        pipeline("onBadRecord=reject");

        TableCounts counts = etl.run("t").tables().get("t");

        assertThat(counts.inserted()).isOne();
        assertThat(counts.rejected()).isOne();
        assertThat(target.<String>value("select k::text from t")).isEqualTo("ABC");
        assertThat(target.<String>value("select record_key from etl_rejected_record"))
                .isEqualTo("k = abc");
    }

    @Test
    void a_record_that_waits_gives_way_to_a_newer_one_as_in_pages_that_follow_each_other() throws Exception {
        source.execute("insert into t (k, parent) values ('abc', 7)");
        pipeline("onBadRecord=reject");
        etl.run("t");
        assertThat(target.count("etl_rejected_record where postponed_at is not null"))
                .isOne();

        source.execute("insert into t (k) values ('ABC')");
        TableCounts counts = etl.run("t").tables().get("t");

        assertThat(counts.rejected()).isZero();
        assertThat(target.count("etl_rejected_record")).isZero();
        assertThat(target.<String>value("select k::text from t")).isEqualTo("ABC");
    }
}
