package io.cameletl.internal.postgres.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.Seeded;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BisectionTest {
    private int attempts;

    @Test
    void one_bad_record_takes_the_digits_of_the_size_and_two_more() throws SQLException {
        for (int bad : new int[] {0, 1, 49_999, 50_000, 65_535, 99_998, 99_999}) {
            assertThat(isolate(100_000, true, Set.of(bad)::contains)).containsExactly(bad);
            assertThat(attempts).as("bad record %s", bad).isLessThanOrEqualTo(17 + 2);
        }
    }

    @Test
    void any_number_of_bad_records_is_found_exactly_and_in_few_attempts() {
        Seeded.times(300).play("Bisection", seed -> {
            Random random = Seeded.random(seed);
            int size = 1 + random.nextInt(5_000);
            Set<Integer> bad = new TreeSet<>();
            int wanted = 1 + random.nextInt(random.nextBoolean() ? 10 : size);
            random.ints(wanted, 0, size).forEach(bad::add);

            assertThat(isolate(size, random.nextBoolean(), bad::contains)).containsExactlyElementsOf(bad);
            double each = Math.log(size) / Math.log(2) + 2;
            assertThat((double) attempts)
                    .as("%s bad of %s", bad.size(), size)
                    .isLessThanOrEqualTo(bad.size() * each + each);
        });
    }

    @Test
    void all_bad_and_none_bad_are_found_at_once() throws SQLException {
        assertThat(isolate(1_000, true, record -> true)).hasSize(1_000);
        assertThat(attempts).isLessThan(1_100);
        assertThat(isolate(1_000, false, record -> false)).isEmpty();
        assertThat(attempts).isOne();
        assertThat(isolate(0, true, record -> true)).isEmpty();
        assertThat(isolate(1, true, record -> true)).containsExactly(0);
        assertThat(attempts).isZero();
    }

    @Test
    void records_that_failed_only_together_are_not_bad() throws SQLException {
        assertThat(isolate(1_000, true, record -> false)).isEmpty();
    }

    /** Each record that is good is loaded once. */
    private List<Integer> isolate(int size, boolean failed, IntPredicate isBad) throws SQLException {
        attempts = 0;
        List<Integer> found = new ArrayList<>();
        BitSet loaded = new BitSet();
        SQLException failure = new SQLException("bad", "22000");
        new Bisection(
                        (from, before) -> {
                            attempts++;
                            if (IntStream.range(from, before).anyMatch(isBad)) {
                                return failure;
                            }
                            assertThat(loaded.get(from, before).isEmpty()).isTrue();
                            loaded.set(from, before);
                            return null;
                        },
                        (record, reason) -> found.add(record))
                .run(size, failed ? failure : null);
        assertThat(loaded.cardinality()).isEqualTo(size - found.size());
        return found;
    }
}
