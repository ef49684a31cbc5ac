package io.cameletl.internal.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class VerificationAgeTest {
    private Duration passed = Duration.ofDays(-1);

    private VerificationAge limit(Duration limit) {
        return new VerificationAge(limit, () -> passed.toNanos());
    }

    @Test
    void the_store_is_asked_only_once_it_may_be_overdue_and_it_decides() {
        VerificationAge age = limit(Duration.ofHours(1));
        age.heard(Duration.ofMinutes(50));
        assertThat(age.isToBeAsked()).isFalse();

        passed = passed.plusMinutes(11);
        assertThat(age.isToBeAsked()).isTrue();
        assertThat(age.isOverdue()).isFalse();
        // Another process has verified it.
        age.asked(Duration.ofMinutes(5));

        assertThat(age.isToBeAsked()).isFalse();
        assertThat(age.isOverdue()).isFalse();
        assertThat(age.isToBeTold()).isFalse();
    }

    @Test
    void it_is_told_once_each_time_and_over_when_a_verification_has_ended() {
        VerificationAge age = limit(Duration.ofHours(1));
        age.asked(Duration.ofMinutes(61));
        assertThat(age.isOverdue()).isTrue();
        assertThat(age.isToBeTold()).isTrue();
        assertThat(age.isToBeTold()).isFalse();
        assertThat(age.isToBeAsked()).isFalse();
        passed = passed.plusMinutes(1);
        assertThat(age.isToBeAsked()).isTrue();
        age.asked(Duration.ofMinutes(62));
        assertThat(age.isToBeTold()).isFalse();

        age.heard(Duration.ZERO);
        assertThat(age.isOverdue()).isFalse();
        passed = passed.plusMinutes(61);
        age.asked(Duration.ofMinutes(61));
        assertThat(age.isToBeTold()).isTrue();
    }

    @Test
    void without_a_limit_nobody_is_asked_and_nothing_is_overdue() {
        VerificationAge age = limit(Duration.ZERO);
        age.heard(null);
        assertThat(age.isToBeAsked()).isFalse();
        age.asked(Duration.ofDays(1_000));
        assertThat(age.isOverdue()).isFalse();
    }

    @Test
    void where_nothing_is_known_the_store_is_asked() {
        assertThat(limit(Duration.ofHours(1)).isToBeAsked()).isTrue();
    }
}
