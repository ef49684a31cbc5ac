package io.cameletl.internal.source.query.page;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.drain;
import static io.cameletl.internal.source.support.Sources.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.jdbc.SqlStates;
import io.cameletl.internal.source.query.CopiedSources;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@WithPostgres
class UnreadableRowTest {
    private interface Work {
        void on(DataSource database) throws Exception;
    }

    /** A database that takes any byte for a text, with a table of 12 rows of which the seventh has a byte of LATIN1. */
    private static void withBytesOfNoEncoding(TestDatabase db, Work work) throws Exception {
        String name = db.name() + "_bytes";
        db.execute("create database " + name + " encoding 'SQL_ASCII' locale 'C' template template0");
        try {
            PGSimpleDataSource bytes = new PGSimpleDataSource();
            bytes.setURL(db.url().replace(db.name(), name));
            bytes.setUser(db.user());
            bytes.setPassword(db.password());
            try (var connection = bytes.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create table t (id int primary key, n text)");
                statement.execute("insert into t select g, 'v' || g from generate_series(1, 12) g");
                statement.execute("update t set n = convert_from('\\xe9'::bytea, 'SQL_ASCII') where id = 7");
            }
            work.on(bytes);
        } finally {
            db.execute("drop database " + name + " with (force)");
        }
    }

    @Test
    void a_byte_that_is_no_utf8_is_an_error_that_names_row_and_column(TestDatabase db) throws Exception {
        withBytesOfNoEncoding(db, bytes -> assertThatThrownBy(() -> drain(text(bytes, "SELECT * FROM t", "id"), 4, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot read the column \"n\" of the row id = 7 from the source")
                .hasMessageContaining("convert_from(convert(convert_to(c, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'UTF8')"));
    }

    @Test
    void a_byte_that_is_no_utf8_is_found_in_a_page_that_is_copied(TestDatabase db) throws Exception {
        withBytesOfNoEncoding(
                db, bytes -> assertThatThrownBy(() -> drain(CopiedSources.of(bytes, "SELECT * FROM t", "id"), 4, FAR))
                        .hasMessageContaining("cannot read the column \"n\" of the row id = 7 from the source"));
    }

    @Test
    void the_ways_around_it_read_all_rows(TestDatabase db) throws Exception {
        withBytesOfNoEncoding(db, bytes -> {
            String latin = "SELECT id, convert_from(convert(convert_to(n, 'SQL_ASCII'), 'LATIN1', 'UTF8'), 'UTF8') AS n"
                    + " FROM t";
            assertThat(drain(text(bytes, latin, "id"), 4, FAR).get(6)).containsEntry("n", "é");
            String escaped = "SELECT id, encode(convert_to(n, 'SQL_ASCII'), 'escape') AS n FROM t";
            assertThat(drain(text(bytes, escaped, "id"), 4, FAR).get(6)).containsEntry("n", "\\351");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void a_value_that_the_server_cannot_give_is_found_among_the_pages_rows(int pageSize, TestDatabase db) {
        db.execute(
                "create table t (id int primary key, a text, n int)",
                "insert into t select g, 'a', g - 60 from generate_series(1, 10000) g",
                "analyze t");
        QuerySource source = text(db.dataSource(), "SELECT id, a, 100 / n AS n, a AS b FROM t", "id");

        assertThatThrownBy(() -> drain(source, pageSize, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("cannot read the column \"n\" of the row id = 60 from the source")
                .satisfies(e -> assertThat(SqlStates.find(e)).isEqualTo("22012"));
    }

    @Test
    void a_query_that_fails_before_its_first_row_blames_none(TestDatabase db) {
        db.execute("create table t (id int, n int)", "insert into t values (1, 1), (2, 0), (3, 1)");

        assertThatThrownBy(() -> drain(text(db.dataSource(), "SELECT id, 1 / n AS n FROM t", "n", "id"), 10, FAR))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("Check what the query computes");
    }
}
