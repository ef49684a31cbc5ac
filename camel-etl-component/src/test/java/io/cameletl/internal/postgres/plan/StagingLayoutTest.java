package io.cameletl.internal.postgres.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.jdbc.QualifiedName;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StagingLayoutTest {
    @Test
    void staging_names_are_unique_and_fit() {
        QualifiedName table = new QualifiedName("s", "\u00e9".repeat(31));
        String name = StagingLayout.name("p", "run", table, 0);

        assertThat(name).startsWith("etl_").endsWith("\u00e9");
        assertThat(name.getBytes(UTF_8)).hasSizeBetween(62, 63);
        assertThat(Stream.of(
                        name,
                        StagingLayout.name("q", "run", table, 0),
                        StagingLayout.name("p", "ran", table, 0),
                        StagingLayout.name("p", "run", new QualifiedName("t", table.name()), 0),
                        StagingLayout.name("p", "run", table, 1)))
                .doesNotHaveDuplicates();
    }
}
