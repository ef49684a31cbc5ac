package io.cameletl.internal.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.StaleLeaseException;
import io.cameletl.internal.engine.driver.PipelineStore;
import io.cameletl.internal.engine.driver.WatchedRun;
import io.cameletl.internal.engine.events.Progress;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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
