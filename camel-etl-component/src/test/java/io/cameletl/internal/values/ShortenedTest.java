package io.cameletl.internal.values;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {
    @Test
    void sixty_characters_are_shown_whole() {
        assertThat(Shortened.of("x".repeat(60))).isEqualTo("x".repeat(60));
        assertThat(Shortened.of("x".repeat(61))).isEqualTo("x".repeat(59) + "…");
        assertThat(Shortened.of(null)).isEqualTo("null");
    }

    @Test
    void no_character_acts_on_a_terminal_or_is_cut_in_two() {
        assertThat(Shortened.of("a\n\u001b[31m\0\uD83D")).isEqualTo("a\\u000a\\u001b[31m\\u0000\\ud83d");
        assertThat(Shortened.of("😀".repeat(40))).isEqualTo("😀".repeat(29) + "…");
    }

    @Test
    void bytes_are_counted_not_shown() {
        assertThat(Shortened.of(new byte[3])).isEqualTo("3 bytes");
    }
}
