package io.cameletl.internal.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldersTest {
    @Test
    void a_holder_is_named_by_host_process_and_context_and_is_like_no_other() {
        String one = Holders.name("orders");

        assertThat(one)
                .matches("[A-Za-z0-9._-]+/" + ProcessHandle.current().pid() + "/orders/[0-9a-f-]{36}")
                .isNotEqualTo(Holders.name("orders"));
    }

    @Test
    void no_name_of_a_context_makes_it_long_or_hard_to_read() {
        assertThat(Holders.name("\u0000 a/b\n" + "x".repeat(1_000)))
                .hasSizeLessThan(200)
                .doesNotContain("\n", " ");
    }
}
