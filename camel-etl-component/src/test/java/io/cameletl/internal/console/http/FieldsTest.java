package io.cameletl.internal.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldsTest {
    @Test
    void each_box_that_was_ticked_counts() throws Exception {
        Orders.Body ticked = Orders.body(Fields.of("name=orders&what=rejected&ids=3&ids=5&ids=8%2C9"));

        assertThat(ticked.ids()).containsExactly(3L, 5L, 8L, 9L);
        assertThat(Orders.body(Fields.of("name=orders&what=rejected")).ids()).isNull();
    }
}
