package io.cameletl.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayedStreamTest {
    private static final Duration DELAY = Duration.ofMillis(40);

    private final ByteArrayOutputStream arrived = new ByteArrayOutputStream();

    @Test
    void many_pieces_are_on_their_way_at_once_and_arrive_whole_and_in_order() throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        long start = System.nanoTime();
        try (DelayedStream stream = new DelayedStream(arrived, DELAY.toNanos())) {
            byte[] piece = new byte[100];
            for (int i = 0; i < 1000; i++) {
                Arrays.fill(piece, (byte) i);
                stream.write(piece, 0, 1 + i % 100);
                sent.write(piece, 0, 1 + i % 100);
            }
            stream.flush();
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(millis).isGreaterThanOrEqualTo(DELAY.toMillis()).isLessThan(1000 * DELAY.toMillis() / 4);
        assertThat(arrived.toByteArray()).isEqualTo(sent.toByteArray());
    }

    @Test
    void without_a_delay_it_is_not_there() throws IOException {
        try (DelayedStream stream = new DelayedStream(arrived, 0)) {
            stream.write("ab".getBytes(UTF_8), 1, 1);
            assertThat(arrived).hasToString("b");
        }
    }

    @Test
    void whoever_waits_for_the_arrival_hears_that_the_far_end_is_closed() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException("closed");
            }
        };
        try (DelayedStream stream = new DelayedStream(closed, DELAY.toNanos())) {
            assertThatThrownBy(() -> {
                        stream.write(1);
                        stream.flush();
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        }
    }
}
