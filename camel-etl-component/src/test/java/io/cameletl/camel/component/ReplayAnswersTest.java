package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.TimestampCursor;
import io.cameletl.camel.EtlConstants;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A source that answers wrongly when it is asked for a skipped page again: the ledger is all that is left of the page. */
@WithPostgres
class ReplayAnswersTest {
    private static final TimestampCursor END = new TimestampCursor(Instant.parse("2026-01-01T12:00:00Z"), "1");
    private static final ExtractResponse<TimestampCursor> PAGE =
            new ExtractResponse<>(List.of(Map.of("id", 1)), END, false);

    private TestDatabase target;
    private EtlContext etl;
    private volatile Source<TimestampCursor> source = request -> PAGE;

    @BeforeEach
    void a_page_is_skipped(@SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        target = to;
        target.execute("create table users (id bigint primary key, constraint poison check (id > 1))");
        etl = new EtlContext(from, target)
                .bind("users", (Source<TimestampCursor>) request -> this.source.extract(request))
                .route(
                        "users",
                        "source=#users&dataSource=#target&tables=users&onExhausted=skip&maximumRedeliveries=0"
                                + "&allowOperationHeader=true");
        etl.run("users");
        target.execute("alter table users drop constraint poison");
        assertThat(target.count("etl_skipped_page")).isEqualTo(1);
    }

    @AfterEach
    void close() {
        etl.close();
    }

    static Stream<Arguments> wrongAnswers() {
        return Stream.of(
                Arguments.of("null", null, "the source answered null"),
                Arguments.of(
                        "a next page without an end cursor",
                        new ExtractResponse<>(List.of(), null, true),
                        "no end cursor"),
                Arguments.of(
                        "rows without an end cursor",
                        new ExtractResponse<>(List.of(Map.of("id", 1)), null, false),
                        "no end cursor"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongAnswers")
    void the_page_stays_in_the_ledger_and_a_later_replay_brings_it_in(
            String name, ExtractResponse<TimestampCursor> wrong, String message) {
        source = request -> wrong;

        assertThatThrownBy(this::replay).isInstanceOf(EtlException.class).hasMessageContaining(message);
        assertThat(target.count("etl_skipped_page")).isEqualTo(1);
        assertThat(target.count("users")).isZero();

        source = request -> PAGE;
        assertThat(replay().rows()).isEqualTo(1);
        assertThat(target.count("etl_skipped_page")).isZero();
        assertThat(target.count("users")).isEqualTo(1);
    }

    @Test
    void a_page_whose_rows_have_all_gone_leaves_the_ledger() {
        source = request -> ExtractResponse.drained();

        assertThat(replay().rows()).isZero();
        assertThat(target.count("etl_skipped_page")).isZero();
    }

    @Test
    void a_run_is_not_led_in_a_circle_by_a_cursor_that_goes_back_in_time() {
        TimestampCursor earlier = new TimestampCursor(END.at().minusSeconds(1), "1");
        source = request -> new ExtractResponse<>(List.of(), END.equals(request.after()) ? earlier : END, true);

        assertThatThrownBy(() -> etl.run("users"))
                .hasMessageContaining("does not advance: " + earlier + " after " + END);
    }

    private RunReport replay() {
        return etl.send("users", null, Map.of(EtlConstants.OPERATION, "replay"), RunReport.class);
    }
}
