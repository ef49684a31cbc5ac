package io.cameletl.internal.adapter.wiring;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.support.ResourceHelper;

/** Texts that an option gives inline or names as a resource, such as {@code classpath:merge.sql}. */
final class OptionTexts {
    private OptionTexts() {}

    static String load(OptionReader read, String option, String text) {
        if (!ResourceHelper.hasScheme(text)) {
            return text;
        }
        try (InputStream in = ResourceHelper.resolveMandatoryResourceAsInputStream(read.context(), text)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw read.refused("option " + option + "=" + text + ": cannot read it: " + e.getMessage());
        }
    }
}
