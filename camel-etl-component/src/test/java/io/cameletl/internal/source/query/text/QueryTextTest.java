package io.cameletl.internal.source.query.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
    private static String sql(String query) {
        return QueryText.read("orders", query, false).sql();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT 1;",
                "SELECT 1 ; ;\n",
                "SELECT 1 -- all of them",
                "SELECT 1; -- all of them",
                "SELECT 1 /* ; /* nested */ ' */ ; -- '",
                "SELECT 1 /* never closed"
            })
    void what_follows_the_last_token_is_left_out(String query) {
        assertThat(sql(query)).isEqualTo("SELECT 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';' -- ;\n, 1",
                "SELECT 'it''s; ?' AS \"a;\"\"b?\"",
                "SELECT E'it\\'s; ?', e'\\\\'",
                "SELECT $$; ? '$$, $a$ $$ ; $a$, a$b$c",
                "SELECT 1 AS \"never closed; ?"
            })
    void quoted_texts_and_inner_comments_stay_as_they_are(String query) {
        assertThat(sql(query)).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource({"a ? 'b',a ?? 'b'", "a ?| b,a ??| b", "a ?? b,a ?? b", "'a' || b ?& c,'a' || b ??& c"})
    void question_marks_are_operators_and_no_parameters(String query, String expected) {
        assertThat(sql(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1; SELECT 2", "SELECT 1; 'x'", "SELECT 1; DROP TABLE orders -- ;"})
    void more_than_one_statement_is_refused(String query) {
        assertThatThrownBy(() -> sql(query))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": the query must be one SELECT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "-- nothing", ";", "/* */ ;"})
    void an_empty_query_is_refused(String query) {
        assertThatThrownBy(() -> sql(query))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("the query is empty");
    }

    @Test
    void an_outer_join_makes_nulls_and_its_name_in_a_text_does_not() {
        assertThat(QueryText.read("p", "SELECT * FROM a Left JOIN b USING (id)", false)
                        .makesNulls())
                .isTrue();
        assertThat(QueryText.read("p", "SELECT 'left', \"right\", leftover -- full\n FROM a JOIN b USING (id)", false)
                        .makesNulls())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM t LIMIT 10                               | LIMIT",
                "SELECT * FROM t limit all                              | LIMIT",
                "SELECT * FROM t ORDER BY a OFFSET 3;                   | OFFSET",
                "SELECT * FROM t FETCH FIRST 5 ROWS ONLY -- all         | FETCH",
                "(SELECT * FROM t LIMIT 1)                              | LIMIT",
                "((SELECT * FROM t) LIMIT 1)                            | LIMIT",
                "SELECT * FROM t UNION ALL (SELECT * FROM u LIMIT 1)    | LIMIT",
                "(SELECT * FROM t LIMIT 1) UNION SELECT * FROM u        | LIMIT",
                "WITH a AS (SELECT 1) SELECT * FROM a/**/LIMIT/**/2     | LIMIT",
                "WITH a AS (SELECT 1) (SELECT * FROM a LIMIT 2)         | LIMIT",
            })
    void a_query_that_lets_through_some_of_its_rows_is_refused(String query, String clause) {
        assertThatThrownBy(() -> sql(query))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": the query ends in " + clause + ", so that all pages");
    }

    @Test
    void a_query_of_a_sample_is_refused() {
        assertThatThrownBy(() -> sql("SELECT * FROM t TABLESAMPLE SYSTEM (10)"))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": the query reads a TABLESAMPLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT t.limit, a AS offset, b AS \"limit\", 'limit', $$ limit $$ FROM t -- limit 1",
                "SELECT (SELECT max(a) FROM u LIMIT 1), substring(b FROM 1 FOR 2) FROM t /* limit 1 */",
                "SELECT * FROM (SELECT * FROM u LIMIT 10) u",
                "WITH latest AS (SELECT * FROM u ORDER BY a LIMIT 10) SELECT * FROM latest",
                "SELECT * FROM t, LATERAL (SELECT * FROM u WHERE u.id = t.id LIMIT 1) u",
                "SELECT * FROM t WHERE a = ALL (SELECT a FROM u LIMIT 1)",
                "SELECT DISTINCT ON (a) * FROM t ORDER BY a, b DESC"
            })
    void a_limit_within_is_the_author_s(String query) {
        assertThat(sql(query)).startsWith(query.substring(0, 6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t FOR UPDATE",
                "SELECT * FROM t FOR NO KEY UPDATE SKIP LOCKED",
                "SELECT 1 FOR SHARE"
            })
    void a_query_that_locks_rows_is_refused(String query) {
        assertThatThrownBy(() -> sql(query))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"orders\": the query locks the rows");
    }
}
