package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.TooManyRejectsException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithPostgres
class RejectLimitTest {
    private TestDatabase source;
    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void a_pipeline_that_skips_and_may_reject_two(@SourceDb TestDatabase from, @TargetDb TestDatabase to)
            throws Exception {
        source = from;
        target = to;
        source.execute("create table t (id int primary key, n int)");
        target.execute("create table t (id int primary key, n int not null)");
        etl = new EtlContext(source, target)
                .route(
                        "t",
                        "query=RAW(select id, n from t)&sourceDataSource=#source&cursorColumns=id&dataSource=#target"
                                + "&tables=t&pageSize=3&onExhausted=skip&onBadRecord=reject&maxRejectsPerRun=2");
    }

    @AfterEach
    void close() {
        etl.close();
    }

    @Test
    void a_flood_in_one_page_fails_the_run_and_is_not_skipped() {
        source.execute("insert into t select i, null from generate_series(1, 6) i");

        assertThatThrownBy(() -> etl.run("t"))
                .isInstanceOf(TooManyRejectsException.class)
                .hasMessageContaining("maxRejectsPerRun");

        assertThat(target.count("etl_skipped_page")).isZero();
        assertThat(target.count("etl_rejected_record")).isZero();
    }

    @Test
    void a_flood_over_several_pages_fails_the_run_that_has_set_aside_enough() {
        source.execute("insert into t select i, case when i % 3 > 0 then i end from generate_series(1, 9) i");

        assertThatThrownBy(() -> etl.run("t"))
                .isInstanceOf(TooManyRejectsException.class)
                .hasMessageContaining("maxRejectsPerRun");

        assertThat(target.count("t")).isEqualTo(4);
        assertThat(target.count("etl_rejected_record")).isEqualTo(2);
        assertThat(target.count("etl_skipped_page")).isZero();

        assertThat(etl.run("t").rows())
                .as("the next run may set aside two again")
                .isEqualTo(3);
        assertThat(target.count("etl_rejected_record")).isEqualTo(3);
    }
}
