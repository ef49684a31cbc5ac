package io.cameletl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The driver knows the properties that the documentation names. */
class DriverUrlTest {
    @Test
    void each_property_is_one_of_the_drivers() throws Exception {
        String page = Files.readString(Snippets.root().resolve("src-docs/security.md"));
        Matcher url = Pattern.compile("jdbc:postgresql://\\S+").matcher(page);
        assertThat(url.find()).isTrue();

        Properties parsed = Driver.parseURL(url.group(), null);

        assertThat(PGProperty.SSL_MODE.getOrDefault(parsed)).isEqualTo("verify-full");
        assertThat(PGProperty.CHANNEL_BINDING.getOrDefault(parsed)).isEqualTo("require");
        assertThat(PGProperty.LOG_SERVER_ERROR_DETAIL.getBoolean(parsed)).isFalse();
        String section = page.substring(page.indexOf("## TLS")).split("\n## ")[0];
        Matcher named = Pattern.compile("^\\| `.*", Pattern.MULTILINE).matcher(section);
        while (named.find()) {
            String cell = named.group().split("\\|")[1];
            Matcher name = Pattern.compile("`(\\w+)").matcher(cell);
            while (name.find()) {
                assertThat(PGProperty.forName(name.group(1))).as(name.group(1)).isNotNull();
            }
        }
    }
}
