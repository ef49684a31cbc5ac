package io.cameletl.internal.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cameletl.support.Seeded;
import io.cameletl.support.SqlTexts;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UriTextTest {
    @Test
    void what_is_written_is_read_again() {
        Seeded.times(2_000).play("Texts in URIs", seed -> {
            assertRead(SqlTexts.of(seed));
            Random random = Seeded.random(seed);
            assertRead(random.ints(20, 0, 0x10000)
                    .collect(StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
                    .toString());
        });
    }

    private static void assertRead(String text) {
        String written = UriText.literal(text);
        assertThat(UriText.isWritten(written) ? UriText.read(written) : written).isEqualTo(text);
        String key = UriText.key(text);
        assertThat(UriText.isWritten(key) ? UriText.read(key) : key).isEqualTo(text);
        assertThat(written).doesNotContain("&", "%", "+", "\n", "{{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"select id, name from users", "updated_at,id", "#legacy", "sql:classpath:a.sql?dataSource=#x", ""
            })
    void what_camel_keeps_stays_readable(String text) {
        assertThat(UriText.literal(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT(a~)", "TEXT(a~0)", "TEXT(~zz)", "TEXT(~u00)"})
    void an_escape_without_its_digits_is_refused(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> UriText.read(written));
    }
}
