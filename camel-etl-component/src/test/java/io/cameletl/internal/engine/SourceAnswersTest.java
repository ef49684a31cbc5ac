package io.cameletl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.ExtractResponse;
import io.cameletl.OnExhausted;
import io.cameletl.Source;
import io.cameletl.TargetData;
import io.cameletl.Transform;
import io.cameletl.internal.engine.spec.PipelineSettings;
import io.cameletl.internal.engine.spec.PipelineSettings.FailurePolicy;
import io.cameletl.internal.engine.spec.RetryPolicy;
import io.cameletl.internal.engine.support.MemoryDriver;
import io.cameletl.internal.engine.support.MemoryStore;
import io.cameletl.internal.engine.support.NumberSource;
import io.cameletl.internal.engine.support.NumbersPipeline;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a source or a transform must not answer is refused in the same words, whoever asked: nothing gets lost by it. */
@Timeout(60)
class SourceAnswersTest {
    private final MemoryStore store = new MemoryStore();
    private final NumberSource numbers = new NumberSource(30);
    private Source<Integer> source = numbers;
    private Transform<Integer> transform = rows -> List.of(new TargetData("numbers", rows));

    @BeforeEach
    void the_second_page_is_skipped_and_the_third_is_next() {
        transform = rows -> {
            if (rows.contains(11)) {
                throw new IllegalStateException("poison");
            }
            return List.of(new TargetData("numbers", rows));
        };
        pipeline(2).run(() -> false);
        transform = rows -> List.of(new TargetData("numbers", rows));
        assertThat(store.skipped).hasSize(1);
        assertThat(store.position.cursor().json()).isEqualTo("20");
    }

    static Stream<Arguments> pages() {
        return Stream.of(
                page("null", null, "the source answered null"),
                page("null rows", new ExtractResponse<>(null, 21, false), "null for the rows"),
                page(
                        "a next page, no cursor",
                        new ExtractResponse<>(List.of(), null, true),
                        "0 rows, hasNextPage=true and no end cursor"),
                page(
                        "rows, no cursor",
                        new ExtractResponse<>(List.of(21, 22), null, false),
                        "2 rows, hasNextPage=false and no end cursor"),
                page(
                        "null among the rows",
                        new ExtractResponse<>(Arrays.asList(21, null), 22, false),
                        "row 2 of the page is null"),
                page(
                        "null among tables' data",
                        new ExtractResponse<>(Arrays.asList(new TargetData("numbers", List.of(21)), null), 22, false),
                        "row 2 of the page is null"));
    }

    static Stream<Arguments> answers() {
        return Stream.concat(
                pages(),
                Stream.of(
                        page(
                                "a cursor that goes back",
                                new ExtractResponse<>(List.of(5), 5, true),
                                "does not advance: 5 after "),
                        page(
                                "too many rows",
                                new ExtractResponse<>(
                                        IntStream.range(0, 11).boxed().toList(), 31, false),
                                "11 rows, and was asked for 10 at most")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_run_refuses_it_and_leaves_the_cursor(String name, ExtractResponse<Integer> answer, String message) {
        source = request -> answer;

        assertThatThrownBy(() -> pipeline(0).run(() -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining(message);

        assertThat(store.position.cursor().json()).isEqualTo("20");
        assertThat(store.position.window().isOpen()).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void a_replay_refuses_it_and_keeps_the_page_in_the_ledger(
            String name, ExtractResponse<Integer> answer, String message) {
        source = request -> answer;

        assertThatThrownBy(() -> pipeline(0).by(MemoryStore.TESTER).replay(Set.of(), () -> false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining(message);

        assertThat(store.skipped).hasSize(1);
        assertThat(store.loaded).hasSize(10);
        assertThat(store.owner).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void a_load_refuses_it_and_leaves_the_cursor(String name, ExtractResponse<Integer> answer, String message) {
        assertThatThrownBy(() -> pipeline(0).pages().load(answer, null))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining(message);

        assertThat(store.position.cursor().json()).isEqualTo("20");
        assertThat(store.loaded).hasSize(10);
    }

    @Test
    void a_replay_ends_where_the_page_ended_though_the_source_says_that_more_follow() {
        source = request -> numbers.extract(request);

        assertThat(pipeline(0)
                        .by(MemoryStore.TESTER)
                        .replay(Set.of(), () -> false)
                        .rows())
                .isEqualTo(10);

        assertThat(store.skipped).isEmpty();
        assertThat(store.position.cursor().json()).isEqualTo("20");
    }

    @Test
    void a_replay_takes_a_page_that_is_smaller_now_in_steps_and_one_that_is_gone_at_once() {
        source = request -> request.after() == 10
                ? new ExtractResponse<>(List.of(11), 11, true)
                : request.after() == 11 ? new ExtractResponse<>(List.of(), 15, true) : ExtractResponse.drained();

        assertThat(pipeline(0)
                        .by(MemoryStore.TESTER)
                        .replay(Set.of(), () -> false)
                        .pages())
                .isEqualTo(3);

        assertThat(store.skipped).isEmpty();
        assertThat(store.loaded).hasSize(11).contains(11);
    }

    static Stream<Arguments> transformed() {
        return Stream.of(
                Arguments.of("null", (Transform<Integer>) rows -> null, "the transform answered null"),
                Arguments.of(
                        "null among the tables",
                        (Transform<Integer>) rows -> Arrays.asList(new TargetData("numbers", rows), null),
                        "table 2 of the transform's answer is null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("transformed")
    void the_same_goes_for_a_transform(String name, Transform<Integer> wrong, String message) {
        transform = wrong;

        assertThatThrownBy(() -> pipeline(0).run(() -> false)).hasMessageContaining(message);
        assertThatThrownBy(() -> pipeline(0).by(MemoryStore.TESTER).replay(Set.of(), () -> false))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> pipeline(0).pages().load(new ExtractResponse<>(List.of(21), 21, true), null))
                .hasMessageContaining(message);

        assertThat(store.skipped).hasSize(1);
        assertThat(store.position.cursor().json()).isEqualTo("20");
        assertThat(store.loaded).hasSize(10);
    }

    private static Arguments page(String name, ExtractResponse<Integer> answer, String message) {
        return Arguments.of(name, answer, message);
    }

    /** With a page limit pages are skipped, without they are not. */
    private Pipeline<Integer> pipeline(int maxPages) {
        PipelineSettings settings = NumbersPipeline.settings(
                maxPages,
                0,
                RetryPolicy.NONE,
                new FailurePolicy(maxPages > 0 ? OnExhausted.SKIP : OnExhausted.HOLD, 0, 0));
        return new Pipeline<>(
                NumbersPipeline.of(source, transform, settings), new MemoryDriver(store), List.of(), Clock.systemUTC());
    }
}
