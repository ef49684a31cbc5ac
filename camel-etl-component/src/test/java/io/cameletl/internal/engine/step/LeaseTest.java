package io.cameletl.internal.engine.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.StaleLeaseException;
import io.cameletl.camel.support.Warnings;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.Progress;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseTest {
    private static final Duration DURATION = Duration.ofMillis(30);

    @Test
    void a_lease_is_renewed_after_a_renewal_that_failed_in_whatever_way() throws Exception {
        CountDownLatch renewals = new CountDownLatch(3);
        PipelineStore failing = store(() -> {
            renewals.countDown();
            throw new IllegalStateException("the pool is not open");
        });

        try (Lease lease = lease(failing)) {
            assertThat(renewals.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatCode(lease::check).doesNotThrowAnyException();
        }
    }

    private static Lease lease(PipelineStore store) {
        return new Lease(store, "numbers", DURATION, WatchedRun.NOT_WATCHED, new Progress(), "test").keep();
    }

    @Test
    void a_lease_that_is_anothers_lets_no_page_through() {
        try (Lease lease = lease(store(() -> false))) {
            Awaitility.await().untilAsserted(() -> assertThatThrownBy(lease::check)
                    .isInstanceOf(StaleLeaseException.class)
                    .hasMessageContaining("another holder's"));
        }
    }

    @Test
    void a_run_whose_thread_does_not_come_back_gives_its_lease_up() throws Exception {
        AtomicBoolean stuck = new AtomicBoolean();
        AtomicInteger renewals = new AtomicInteger();
        PipelineStore counting = store(() -> renewals.incrementAndGet() > 0);
        WatchedRun watched = new WatchedRun() {
            @Override
            public <T extends @Nullable Object, E extends Exception> T call(Task<T, E> task) throws E {
                return task.run();
            }

            @Override
            public WatchedRun until(BooleanSupplier unwanted) {
                return this;
            }

            @Override
            public boolean isStuck() {
                return stuck.get();
            }
        };
        try (Warnings warnings = new Warnings();
                Lease lease = new Lease(counting, "numbers", DURATION, watched, new Progress(), "test").keep()) {
            Awaitility.await().until(() -> renewals.get() > 1);
            assertThatCode(lease::check).doesNotThrowAnyException();

            stuck.set(true);
            Awaitility.await()
                    .untilAsserted(() -> assertThatThrownBy(lease::check).isInstanceOf(StaleLeaseException.class));
            int before = renewals.get();
            stuck.set(false);
            new CountDownLatch(1).await(5 * DURATION.toMillis(), TimeUnit.MILLISECONDS);

            assertThat(renewals).as("given up for good").hasValue(before);
            assertThat(warnings.all())
                    .singleElement()
                    .asString()
                    .contains("its thread has not come back from it. The lease is given up");
        }
    }

    private interface Renewal {
        boolean renew();
    }

    private static PipelineStore store(Renewal renewal) {
        return (PipelineStore) Proxy.newProxyInstance(
                LeaseTest.class.getClassLoader(),
                new Class<?>[] {PipelineStore.class},
                (self, method, arguments) -> renewal.renew());
    }
}
