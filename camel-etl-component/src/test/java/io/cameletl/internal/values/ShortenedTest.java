package io.cameletl.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.outlet.Value;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShortenedTest {
    private static String shown(@Nullable Object value) {
        return Value.plain(Shortened.of(value));
    }

    @Test
    void sixty_characters_are_shown_whole() {
        assertThat(shown("x".repeat(60))).isEqualTo("x".repeat(60));
        assertThat(shown("x".repeat(61))).isEqualTo("x".repeat(59) + "…");
        assertThat(shown(null)).isEqualTo("null");
    }

    @Test
    void no_character_acts_on_a_terminal_or_is_cut_in_two() {
        assertThat(shown("a\n\u001b[31m\0\uD83D")).isEqualTo("a\\u000a\\u001b[31m\\u0000\\ud83d");
        assertThat(shown("😀".repeat(40))).isEqualTo("😀".repeat(29) + "…");
    }

    @Test
    void bytes_are_counted_not_shown() {
        assertThat(shown(new byte[3])).isEqualTo("3 bytes");
    }
}
