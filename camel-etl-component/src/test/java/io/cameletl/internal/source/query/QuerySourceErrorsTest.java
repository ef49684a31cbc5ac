package io.cameletl.internal.source.query;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.KeysetCursor;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.source.support.Sources;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@WithPostgres
class QuerySourceErrorsTest {
    private static final String ORDERS = "SELECT * FROM orders";

    private static AbstractThrowableAssert<?, ?> assertRefused(QuerySource source, int first) {
        return assertThatThrownBy(() -> drain(source, first, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": ");
    }

    private static AbstractThrowableAssert<?, ?> assertIncomplete(QuerySource source) {
        return assertThatThrownBy(source::checkComplete)
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": the query has rows that are never read; ");
    }

    @Test
    void rows_that_the_cursor_cannot_tell_apart_are_refused_only_where_a_page_ends(TestDatabase db) {
        db.execute(
                "create table orders(at timestamptz not null)",
                "insert into orders values ('2026-01-01'), ('2026-01-02'), ('2026-01-02'), ('2026-01-03')");

        assertThat(drain(text(db.dataSource(), ORDERS, "at"), 3, FAR)).hasSize(4);
        assertRefused(text(db.dataSource(), ORDERS, "at"), 2)
                .hasMessageContaining("in cursorColumns=[at]")
                .hasMessageContaining("as a unique id");
    }

    @Test
    void texts_that_are_equal_only_in_their_collation_are_ties_too(TestDatabase db) {
        db.execute(
                "create collation anycase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                "create table orders(at timestamptz not null, code text collate anycase not null)",
                "insert into orders values ('2026-01-01', 'a'), ('2026-01-01', 'A'), ('2026-01-01', 'b')");

        assertRefused(text(db.dataSource(), ORDERS, "at", "code"), 1).hasMessageContaining("would be lost");
        assertThat(drain(text(db.dataSource(), ORDERS, "at", "code"), 2, FAR)).hasSize(3);
    }

    @Test
    void a_number_with_another_scale_is_a_tie(TestDatabase db) {
        db.execute("create table orders(n numeric not null)", "insert into orders values (1.0), (1.00)");

        assertRefused(text(db.dataSource(), ORDERS, "n"), 1).hasMessageContaining("would be lost");
    }

    @Test
    void a_cursor_column_that_the_query_lacks_is_named_with_those_it_has(TestDatabase db) {
        assertRefused(text(db.dataSource(), "SELECT 1 AS id, 2 AS \"AT\"", "at", "id"), 1)
                .hasMessageContaining("the cursor column \"at\" is not among the query's columns [id, AT]");
    }

    @Test
    void two_columns_of_one_name_are_refused(TestDatabase db) {
        assertRefused(text(db.dataSource(), "SELECT 1 AS id, 2 AS n, 3 AS n", "id"), 1)
                .hasMessageContaining("two columns the name \"n\"");
    }

    @Test
    void a_cursor_of_other_columns_is_refused(TestDatabase db) {
        QuerySource source = text(db.dataSource(), "SELECT 1 AS id", "id");

        assertThatThrownBy(() -> source.extract(request(new KeysetCursor(Map.of("at", "1")), 1, FAR)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the stored cursor is of the columns [at]")
                .hasMessageContaining("operation=seek");
    }

    @Test
    void a_cursor_whose_value_does_not_fit_names_the_way_out(TestDatabase db) {
        QuerySource source = text(db.dataSource(), "SELECT 1 AS id", "id");

        assertThatThrownBy(() -> source.extract(request(new KeysetCursor(Map.of("id", "one")), 1, FAR)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("operation=seek")
                .satisfies(e -> assertThat(SqlStates.find(e)).isEqualTo("22P02"));
    }

    @Test
    void a_query_that_the_server_refuses_keeps_its_sqlstate(TestDatabase db) {
        assertRefused(text(db.dataSource(), "SELECT nothing FROM nowhere", "id"), 1)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("Check query")
                .satisfies(e -> assertThat(SqlStates.find(e)).isEqualTo(SqlStates.UNDEFINED_TABLE));
    }

    @Test
    void a_server_that_does_not_answer_is_transient_and_no_secret_is_told(TestDatabase db) {
        PGSimpleDataSource gone = new PGSimpleDataSource();
        gone.setURL("jdbc:postgresql://localhost:1/nothing");
        gone.setUser("someone");
        gone.setPassword("hidden-word");

        assertRefused(text(gone, "SELECT 1 AS id", "id"), 1)
                .satisfies(e -> assertThat(EtlException.isTransient(e)).isTrue())
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden-word"));
    }

    @Test
    void a_database_of_another_kind_is_refused_with_the_ways_to_read_it() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:");

        assertRefused(text(h2, "SELECT 1 AS id", "id"), 1)
                .hasMessageContaining("sourceDataSource is H2 2, it must be PostgreSQL: the option query reads")
                .hasMessageContaining("source=sql:...");
    }

    @Test
    void a_driver_forced_to_binary_is_refused(TestDatabase db) {
        PGSimpleDataSource binary = (PGSimpleDataSource) Sources.withOptions(db, "");
        binary.setPrepareThreshold(-1);

        assertRefused(text(binary, "SELECT 1 AS id", "id"), 1).hasMessageContaining("prepareThreshold=-1");
    }

    @Test
    void rows_with_null_in_a_cursor_column_are_left_out_and_counted_at_the_end(TestDatabase db) {
        db.execute(
                "create table orders(id int, at timestamptz)",
                "insert into orders values (1, '2026-01-01'), (NULL, '2026-01-02'), (3, NULL), (4, '2026-01-04'),"
                        + " (5, NULL), (NULL, NULL)");
        QuerySource source = text(db.dataSource(), ORDERS, "at", "id");

        for (int first = 1; first < 4; first++) {
            assertThat(drain(source, first, FAR)).hasSize(2);
        }
        assertIncomplete(source)
                .hasMessageContaining("in 3 rows the cursor column \"at\" is NULL")
                .hasMessageContaining("in 2 rows the cursor column \"id\" is NULL")
                .hasMessageContaining("coalesce(...)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT o.id, c.at FROM orders o LEFT JOIN changes c ON c.id = o.id",
                "SELECT o.id, c.at FROM changes c RIGHT JOIN orders o ON c.id = o.id",
                "SELECT id, at FROM changes GROUP BY ROLLUP (id, at)",
                "SELECT * FROM changed_orders"
            })
    void a_not_null_column_that_the_query_makes_null_is_counted(String query, TestDatabase db) {
        db.execute(
                "create table orders(id int primary key)",
                "create table changes(id int primary key, at timestamptz not null)",
                "create view changed_orders as select o.id, c.at from orders o left join changes c on c.id = o.id",
                "insert into orders values (1), (2)",
                "insert into changes values (1, '2026-01-01')");

        assertIncomplete(text(db.dataSource(), query, "at", "id")).hasMessageContaining("column \"at\" is NULL");
    }

    @Test
    void rows_whose_time_never_comes_are_counted(TestDatabase db) {
        db.execute(
                "create table orders(id int primary key, at timestamptz not null)",
                "insert into orders values (1, '2026-01-01'), (2, 'infinity')");
        QuerySource source = text(db.dataSource(), ORDERS, "at", "id");

        assertThat(drain(source, 10, FAR)).hasSize(1);
        assertIncomplete(source).hasMessageContaining("in 1 rows the cursor column \"at\" is infinity");
    }

    @Test
    void without_columns_that_may_be_null_and_without_times_nothing_is_counted(TestDatabase db) {
        db.execute("create table orders(id int primary key, note text)", "insert into orders values (1, NULL)");
        StatementLog log = new StatementLog(db.dataSource());
        QuerySource source = text(log, ORDERS, "id");
        drain(source, 10, FAR);
        log.clear();

        assertThatCode(source::checkComplete).doesNotThrowAnyException();

        assertThat(log.all()).isEmpty();
    }

    @Test
    void a_column_that_loses_its_not_null_while_a_pipeline_lives_stops_no_other_row(TestDatabase db) {
        db.execute("create table orders(id int not null)", "insert into orders values (1)");
        QuerySource source = text(db.dataSource(), ORDERS, "id");
        drain(source, 10, FAR);
        db.execute("alter table orders alter id drop not null", "insert into orders values (2), (NULL)");

        assertThat(drain(source, 10, FAR)).hasSize(2);
        assertIncomplete(source).hasMessageContaining("column \"id\" is NULL");
    }
}
