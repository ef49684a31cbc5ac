package io.cameletl.internal.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.EtlEvent.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    private static final Duration TICK = Duration.ofSeconds(5);
    private Duration passed = Duration.ofDays(-1);
    private final Repetition repetition = new Repetition(() -> passed.toNanos());

    @Test
    void what_goes_on_is_told_with_growing_intervals_and_how_often_it_was_left_out() {
        List<Long> hours = new ArrayList<>();
        List<Long> leftOut = new ArrayList<>();
        for (long tick = 0; tick < Duration.ofDays(4).dividedBy(TICK); tick++) {
            OptionalLong told = happens("failed");
            if (told.isPresent()) {
                hours.add(TICK.multipliedBy(tick).toHours());
                leftOut.add(told.getAsLong());
            }
            passed = passed.plus(TICK);
        }

        assertThat(hours).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 55L, 79L);
        assertThat(leftOut).containsExactly(0L, 719L, 1439L, 2879L, 5759L, 11519L, 17279L, 17279L);
    }

    @Test
    void another_cause_is_told_at_once_and_another_number_is_no_other_cause() {
        assertThat(happens("run 7 failed: connection refused")).hasValue(0);
        assertThat(happens("run 8 failed: connection refused")).isEmpty();
        assertThat(happens("run 9 failed: no such table")).hasValue(0);
        assertThat(happens("run 10 failed: connection refused"))
                .as("they alternate")
                .isEmpty();
        assertThat(repetition.happens(Kind.PAGE_RETRIED, "run 10 failed: connection refused"))
                .as("another kind")
                .hasValue(0);
    }

    @Test
    void what_has_not_happened_for_an_hour_is_new() {
        assertThat(happens("failed")).hasValue(0);
        passed = passed.plus(Duration.ofHours(1));
        assertThat(happens("failed")).hasValue(0);
        passed = passed.plus(Duration.ofMinutes(59));
        assertThat(happens("failed")).isEmpty();
    }

    @Test
    void what_comes_and_goes_is_told_of_less_and_less() {
        List<Long> seconds = new ArrayList<>();
        for (long second = 0; second < 600; second++) {
            boolean told = happens("failed").isPresent();
            assertThat(over())
                    .as("that it is over is told as often as that it began")
                    .isEqualTo(told);
            if (told) {
                seconds.add(second);
            }
            passed = passed.plusSeconds(1);
        }

        assertThat(seconds).containsExactly(0L, 1L, 2L, 62L, 182L, 422L);
    }

    @Test
    void only_what_was_told_is_over_and_only_once() {
        assertThat(over()).isFalse();
        happens("failed");
        assertThat(repetition.over(Set.of(Kind.PIPELINE_LATE))).isFalse();
        assertThat(over()).isTrue();
        assertThat(over()).isFalse();
        assertThat(happens("failed")).as("it is back").hasValue(0);
    }

    private OptionalLong happens(String words) {
        return repetition.happens(Kind.RUN_FAILED, words);
    }

    private boolean over() {
        return repetition.over(Set.of(Kind.RUN_FAILED));
    }
}
