package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.Source;
import io.cameletl.Target;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database that is not PostgreSQL, also where it plays at being one, is refused by its name when the route starts. */
@WithPostgres
class UnsupportedDatabaseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataSource=#h2&tables=users                            | the target database is H2 2, it must be",
                "dataSource=#likePostgres&tables=users                  | the target database is H2 2, it must be",
                "dataSource=#h2&stateDataSource=#target&tables=users    | the target database is H2 2, it must be",
                "dataSource=#target&stateDataSource=#h2&tables=users    | the state store is H2 2, it must be",
                "dataSource=#target&stateDataSource=#likePostgres&tables=users | the state store is H2 2, it must be",
                "target=#other&stateDataSource=#h2                      | the state store is H2 2, it must be",
                "target=#other&dataSource=#h2                           | the state store is H2 2, it must be",
            })
    void is_refused_at_start_by_its_name(
            String options, String message, @SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        target.execute("create table users (id int primary key, name text)");
        Source<Object> empty = request -> ExtractResponse.drained();
        Target other = page -> {};
        try (EtlContext etl = new EtlContext(source, target)
                .bind("empty", empty)
                .bind("other", other)
                .bind("h2", h2("jdbc:h2:mem:"))
                .bind("likePostgres", h2("jdbc:h2:mem:;MODE=PostgreSQL"))) {
            Throwable refusal = catchThrowable(() -> etl.route("users", "source=#empty&" + options));

            Throwable root = refusal;
            while (root != null && !(root instanceof EtlException)) {
                root = root.getCause();
            }
            assertThat(root)
                    .as("%s", refusal)
                    .isNotNull()
                    .hasMessageStartingWith("pipeline \"users\": " + message + " PostgreSQL 15 or newer. Point ");
        }
        assertThat(target.<Boolean>value("select to_regclass('etl_pipeline') is null"))
                .isTrue();
    }

    @Test
    void a_query_over_another_database_is_refused_at_start(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        target.execute("create table users (id int primary key, name text)");
        try (EtlContext etl = new EtlContext(source, target).bind("h2", h2("jdbc:h2:mem:"))) {
            assertThat(catchThrowable(() -> etl.route(
                            "users",
                            "query=RAW(select 1 as id)&sourceDataSource=#h2&cursorColumns=id&dataSource=#target"
                                    + "&tables=users")))
                    .hasStackTraceContaining("pipeline \"users\": sourceDataSource is H2 2, it must be PostgreSQL");
        }
    }

    private static JdbcDataSource h2(String url) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        return dataSource;
    }
}
