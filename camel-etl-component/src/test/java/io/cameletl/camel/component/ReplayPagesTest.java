package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.RunReport;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which skipped pages a message asks to replay. Page n holds row n. */
@Tag("slow")
@WithPostgres
class ReplayPagesTest {
    private TestDatabase target;
    private EtlContext etl;

    @BeforeEach
    void three_pages_are_skipped(@SourceDb TestDatabase source, @TargetDb TestDatabase to) throws Exception {
        target = to;
        source.execute(
                "create table users (id bigint primary key, updated_at timestamptz not null)",
                "insert into users select i, timestamptz '2026-01-01 12:00Z' + i * interval '1 second'"
                        + " from generate_series(1, 4) i");
        target.execute("create table users (id bigint primary key, updated_at timestamptz not null,"
                + " constraint poison check (id > 3))");
        etl = new EtlContext(source, target)
                .route(
                        "users",
                        "query=RAW(select * from users)&sourceDataSource=#source&cursorColumns=updated_at,id"
                                + "&dataSource=#target&tables=users&pageSize=1&onExhausted=skip&allowOperationHeader=true");
        etl.run("users");
        target.execute("alter table users drop constraint poison");
    }

    @AfterEach
    void close() {
        etl.close();
    }

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(2, "2,4"),
                Arguments.of(2L, "2,4"),
                Arguments.of("2", "2,4"),
                Arguments.of("1, 3", "1,3,4"),
                Arguments.of(List.of(1, "2"), "1,2,4"),
                Arguments.of(Set.of(1L, 2L, 3L), "1,2,3,4"),
                Arguments.of(null, "1,2,3,4"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void the_header_picks_one_some_or_all(Object header, String rows) {
        replay(header);

        assertThat(rows()).isEqualTo(rows);
        assertThat(target.count("etl_skipped_page")).isEqualTo(4 - rows.split(",").length + 0L);
    }

    @Test
    void an_unknown_number_is_named_and_replays_nothing_and_is_no_failed_run() {
        assertThatThrownBy(() -> replay("1,7,9"))
                .isInstanceOf(EtlException.class)
                .hasMessage(
                        "pipeline \"users\": there are no skipped pages [7, 9] to replay. Its ledger has [1, 2, 3]");

        assertThat(rows()).isEqualTo("4");
        assertThat(target.<Integer>value("select consecutive_failures from etl_pipeline"))
                .isZero();
    }

    @Test
    void a_page_that_has_been_replayed_is_unknown() {
        replay(null);

        assertThatThrownBy(() -> replay(2)).hasMessageContaining("[2]").hasMessageContaining("Its ledger is empty");
    }

    static Stream<Object> nonsense() {
        return Stream.of("", "one", "1;2", "1,,2", List.of(), List.of("x"));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void what_is_no_number_is_refused(Object header) {
        assertThatThrownBy(() -> replay(header))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelEtlSkippedPages")
                .hasMessageContaining("not \"" + header + "\"");

        assertThat(rows()).isEqualTo("4");
    }

    private void replay(Object pages) {
        Map<String, Object> headers = new HashMap<>(Map.of(EtlConstants.OPERATION, "replay"));
        headers.put(EtlConstants.SKIPPED_PAGES, pages);
        etl.send("users", null, headers, RunReport.class);
    }

    private String rows() {
        return target.value("select string_agg(id::text, ',' order by id) from users");
    }
}
