package io.cameletl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtractResponseTest {
    private static final ExtractRequest<Integer> OF_TWO =
            new ExtractRequest<>("p", null, 2, ExtractRequest.BEGINNING, Instant.EPOCH);

    @Test
    void a_surplus_row_says_that_there_is_a_next_page_and_is_not_part_of_this_one() {
        ExtractResponse<Integer> page = ExtractResponse.of(OF_TWO, List.of("a", "bb", "ccc"), String::length);

        assertThat(page).isEqualTo(new ExtractResponse<>(List.of("a", "bb"), 2, true));
    }

    @Test
    void without_one_there_is_none() {
        assertThat(ExtractResponse.of(OF_TWO, List.of("a", "bb"), String::length))
                .isEqualTo(new ExtractResponse<>(List.of("a", "bb"), 2, false));
        assertThat(ExtractResponse.of(OF_TWO, List.<String>of(), String::length))
                .isEqualTo(ExtractResponse.drained());
    }

    @Test
    void a_page_that_ends_between_two_rows_of_one_cursor_is_refused() {
        assertThatThrownBy(() -> ExtractResponse.of(OF_TWO, List.of("a", "b", "c"), String::length))
                .isInstanceOf(EtlException.class)
                .hasMessageStartingWith("pipeline \"p\": two rows have the same cursor 1");
    }
}
