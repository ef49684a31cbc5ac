package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

@WithEtl
@Tag("slow")
class OpenTransactionGuardTest {
    private static final String OPTIONS = "query=RAW(select id, updated_at from t)&cursorColumns=updated_at,id"
            + "&dataSource=#target&tables=t&consistencyDelay=0&openTransactionGuard=true&sourceDataSource=#";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table t (id int primary key, updated_at timestamptz not null default now())");
        target.execute("create table t (id int primary key, updated_at timestamptz not null)");
    }

    @ParameterizedTest
    @CsvSource({"insert into t values (1), select 1", "select now(), insert into t values (1)"})
    void a_row_that_commits_late_is_not_passed_over_whenever_it_was_written(String before, String after)
            throws Exception {
        etl.route("t", OPTIONS + "source");
        try (Connection late = source.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(before);
            source.execute("insert into t values (2)");
            assertThat(etl.run("t").rows()).isZero();
            statement.execute(after);
            late.commit();
        }
        assertThat(etl.run("t").rows()).isEqualTo(2);
        assertThat(target.count("t")).isEqualTo(2);
    }

    @Test
    void a_prepared_transaction_holds_the_window_until_it_is_decided() throws Exception {
        etl.route("t", OPTIONS + "source");
        try (Connection late = source.connect();
                Statement statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute("insert into t values (1)");
            source.execute("insert into t values (2)");
            assertThat(etl.run("t").rows()).isZero();
            statement.execute("prepare transaction 'guarded'");
            late.setAutoCommit(true);
            assertThat(etl.run("t").rows()).isZero();
            statement.execute("commit prepared 'guarded'");
        }
        assertThat(etl.run("t").rows()).isEqualTo(2);
    }

    @Test
    void a_user_who_may_not_see_others_transactions_is_told_which_grant_is_missing() throws Exception {
        String role = "reader_" + source.name();
        source.execute("create role " + role + " login password 'reader'", "grant select on t to " + role);
        BasicDataSource reader = new BasicDataSource();
        reader.setUrl(source.url());
        reader.setUsername(role);
        reader.setPassword("reader");
        try {
            etl.bind("reader", reader).route("t", OPTIONS + "reader");

            assertThatThrownBy(() -> etl.run("t"))
                    .isInstanceOf(EtlException.class)
                    .hasMessageContaining("GRANT pg_read_all_stats TO \"" + role + "\"");
        } finally {
            reader.close();
            source.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void without_the_source_database_the_guard_is_refused_at_start() {
        assertThatThrownBy(() -> etl.route(
                        "t",
                        "source=direct:x&cursorColumns=updated_at,id&dataSource=#target&openTransactionGuard=true"))
                .hasStackTraceContaining("sourceDataSource");
    }

    @Test
    void a_database_of_another_kind_is_refused_at_start() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");
        etl.bind("h2", h2);

        assertThatThrownBy(() -> etl.route(
                        "t",
                        "source=direct:x&cursorColumns=updated_at,id&dataSource=#target&openTransactionGuard=true"
                                + "&tables=t&sourceDataSource=#h2"))
                .hasStackTraceContaining("openTransactionGuard asks PostgreSQL")
                .hasStackTraceContaining("sourceDataSource is H2 2, it must be PostgreSQL");
    }

    @Test
    void a_database_that_does_not_answer_at_start_may_later() throws Exception {
        PGSimpleDataSource gone = new PGSimpleDataSource();
        gone.setURL("jdbc:postgresql://localhost:1/nothing");
        etl.bind("gone", gone).route("t", OPTIONS + "gone&maximumRedeliveries=0");

        assertThatThrownBy(() -> etl.run("t")).hasMessageContaining("Nothing was read, the cursor stays");
    }
}
