package io.cameletl.internal.adapter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void in_no_minute_happens_more_than_is_allowed_and_nothing_less(long seed) {
        Random random = new Random(seed);
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(2).toNanos());
        RateLimit limit = new RateLimit(5, now::get);
        Deque<Long> minute = new ArrayDeque<>();
        for (int i = 0; i < 500; i++) {
            now.addAndGet(random.nextLong(Duration.ofSeconds(20).toNanos()));
            minute.removeIf(
                    before -> now.get() - before >= Duration.ofMinutes(1).toNanos());

            boolean allowed = limit.allows();

            assertThat(allowed).as("seed %s, step %s", seed, i).isEqualTo(minute.size() < 5);
            if (allowed) {
                minute.add(now.get());
            }
        }
    }
}
