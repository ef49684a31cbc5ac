package io.cameletl.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class SeededTest {

    private final List<Long> played = new ArrayList<>();
    private final Seeded three = Seeded.by("etl.test.none", "etl.test.none.seed", 3);

    @Test
    void a_failure_names_its_seed_whether_it_is_the_harness_or_an_assertion() {
        assertThatThrownBy(() -> three.play("Dice", seed -> {
                    played.add(seed);
                    if (played.size() == 2) {
                        throw new IOException("the harness");
                    }
                    assertThat(played).hasSizeGreaterThan(1);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Dice fails with seed %1$s, again with -Detl.test.none.seed=%1$s: java.lang.AssertionError",
                        played.get(0))
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .hasMessageContaining("seed=%s: java.io.IOException: the harness", played.get(1)));
        assertThat(played).as("seeds, also after a failure").hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void after_an_interrupt_no_more_is_played() {
        assertThatThrownBy(() -> three.play("Dice", seed -> {
                    played.add(seed);
                    throw new InterruptedException();
                }))
                .hasMessageContaining("seed " + played.get(0));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(played).hasSize(1);
    }
}
