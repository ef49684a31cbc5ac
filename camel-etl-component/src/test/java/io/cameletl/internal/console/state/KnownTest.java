package io.cameletl.internal.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all who look share. */
class KnownTest {
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final BlockingQueue<String> database = new LinkedBlockingQueue<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final Known<String> known = new Known<>(
            () -> {
                reads.incrementAndGet();
                return database.poll(10, TimeUnit.SECONDS);
            },
            reader,
            InstantSource.system());

    @AfterEach
    void stop() {
        reader.shutdownNow();
    }

    @Test
    void it_is_read_once_a_second_however_many_ask() {
        database.add("one");
        for (int i = 0; i < 100; i++) {
            assertThat(known.now().value()).isEqualTo("one");
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void what_was_being_read_when_something_was_done_is_read_again_before_it_is_shown() {
        var early = CompletableFuture.supplyAsync(() -> known.now().value());
        Awaitility.await().until(() -> reads.get() == 1);
        known.forget();
        var late = CompletableFuture.supplyAsync(() -> known.now().value());
        database.add("before");
        database.add("after");

        assertThat(late.join()).isEqualTo("after");
        assertThat(early.join()).isIn("before", "after");
        assertThat(known.now().value()).isEqualTo("after");
        assertThat(reads).hasValue(2);
    }

    @Test
    void nobody_waits_for_long_and_is_told_why() {
        Known.Answer<String> answer = known.now();
        assertThat(answer.value()).isNull();
        assertThat(answer.away()).contains("has not answered for 3 s");
        database.add("late");
        Awaitility.await().untilAsserted(() -> assertThat(known.now().value()).isEqualTo("late"));
    }
}
