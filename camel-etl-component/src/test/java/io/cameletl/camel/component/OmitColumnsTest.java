package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.TableCounts;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cursor column that the target does not have is left out of the records, without a transform. */
@WithEtl
@Tag("slow")
class OmitColumnsTest {
    private static final String REST = "&dataSource=#target&tables=links&deletedColumn=deleted_at&consistencyDelay=0"
            + "&sourceDataSource=#source&pageSize=2&cursorColumns=updated_at,a,b";
    private static final String QUERY = "query=RAW(select * from links)" + REST;

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute(
                "create table links (a int, b int, primary key (a, b), updated_at timestamptz not null default now(),"
                        + " deleted_at timestamptz, note text)",
                "insert into links (a, b, note) select i, -i, 'n' || i from generate_series(1, 5) i");
        target.execute("create table links (a int, b int, note text, primary key (a, b))");
    }

    @Test
    void a_query_s_cursor_column_is_no_column_of_the_target() throws Exception {
        etl.route("links", QUERY + "&omitColumns=updated_at");

        assertThat(etl.run("links").tables()).containsEntry("links", new TableCounts(5, 5, 0, 0, 0));

        source.execute(
                "update links set note = 'new', updated_at = now() where a = 1",
                "update links set deleted_at = now(), updated_at = now() where a = 2");
        assertThat(etl.run("links").tables()).containsEntry("links", new TableCounts(2, 0, 1, 1, 0));
        assertThat(target.query("select a, b, note from links order by a"))
                .isEqualTo(source.query("select a, b, note from links where deleted_at is null order by a"));
    }

    @Test
    void without_the_option_the_start_says_what_to_write() {
        assertThatThrownBy(() -> etl.route("links", QUERY))
                .rootCause()
                .hasMessageContaining("pipeline \"links\": ")
                .hasMessageContaining("have a column \"updated_at\" that the table does not have")
                .hasMessageContaining("omitColumns=updated_at");
    }

    @Test
    void several_columns_can_be_left_out() throws Exception {
        source.execute("alter table links add extra int");

        etl.route("links", QUERY + "&omitColumns=RAW(updated_at, note,extra)");

        assertThat(etl.run("links").rows()).isEqualTo(5);
        assertThat(target.count("links where note is null")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "updated_at,nope | omitColumns names \"nope\", which is not among the query's columns [a, b,",
                "Updated_at | omitColumns names \"Updated_at\", which is not among",
                "updated_at,updated_at | omitColumns=[updated_at, updated_at] names a column twice",
                "a,b,updated_at,deleted_at,note | omitColumns names all of the query's columns",
                "updated_at,a | have no column \"a\", which is the key",
                "updated_at,deleted_at | have no column \"deleted_at\", which is the deletedColumn",
            })
    void a_wrong_name_is_refused_at_start(String example) {
        String[] parts = example.split(" \\| ");

        assertThatThrownBy(() -> etl.route("links", QUERY + "&omitColumns=" + parts[0]))
                .rootCause()
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"links\": ")
                .hasMessageContaining(parts[1]);
    }

    @Test
    void an_endpoint_s_rows_lose_the_columns_too() throws Exception {
        rowsFrom(List.of(Map.of("UPDATED_AT", "2026-01-01T00:00:00Z", "a", 1, "b", 2, "note", "x")));
        etl.route(
                "links",
                "source=direct:rows&tables=links&dataSource=#target&cursorColumns=updated_at,a&omitColumns=updated_at");

        assertThat(etl.run("links").rows()).isEqualTo(1);

        assertThat(target.query("select a, b, note from links")).containsExactly(Map.of("a", 1, "b", 2, "note", "x"));
    }

    @Test
    void a_column_that_an_endpoint_s_rows_do_not_have_fails_the_page() throws Exception {
        rowsFrom(List.of(Map.of("updated_at", "2026-01-01T00:00:00Z", "a", 1, "b", 2)));
        etl.route(
                "links",
                "source=direct:rows&tables=links&dataSource=#target&cursorColumns=updated_at,a&omitColumns=nope");

        assertThatThrownBy(() -> etl.run("links"))
                .hasMessageContaining("pipeline \"links\": omitColumns names \"nope\", which is not among the columns");
        assertThat(target.count("links")).isZero();
    }

    private void rowsFrom(List<Map<String, Object>> rows) throws Exception {
        etl.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rows").setBody(exchange -> rows);
            }
        });
    }
}
