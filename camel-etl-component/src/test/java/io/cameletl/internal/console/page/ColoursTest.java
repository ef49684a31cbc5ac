package io.cameletl.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contrast of the style sheet's colours, by the formula of WCAG 2: 4.5 for text, 3 for what is drawn. */
class ColoursTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): #([0-9a-f]{6});");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ink | bg, card, sunk",
                "soft | bg, card, sunk",
                "link | bg, card",
                "ok | bg, card",
                "run | bg, card",
                "late | bg, card",
                "bad | bg, card, sunk",
                "off | bg, card",
                "on | ok, run, late, bad, off",
                "card | ink"
            })
    void text_can_be_read_in_light_and_in_dark(String text, String grounds) throws IOException {
        check(text, grounds, 4.5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "edge | bg, card",
                "bar-ok | card",
                "bar-off | card",
                "run | bg, card, sunk",
                "late | card",
                "bad | card"
            })
    void controls_and_pictures_can_be_told_from_their_ground(String drawn, String grounds) throws IOException {
        check(drawn, grounds, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void both_schemes_name_the_same_colours(String scheme) throws IOException {
        assertThat(colours(scheme).keySet())
                .isEqualTo(colours("light").keySet())
                .hasSizeGreaterThan(10);
    }

    private static void check(String over, String grounds, double least) throws IOException {
        for (String scheme : new String[] {"light", "dark"}) {
            Map<String, Integer> colours = colours(scheme);
            for (String ground : grounds.split(", ")) {
                assertThat(contrast(colours.get(over), colours.get(ground)))
                        .as("%s on %s, %s", over, ground, scheme)
                        .isGreaterThanOrEqualTo(least);
            }
        }
    }

    private static Map<String, Integer> colours(String scheme) throws IOException {
        String[] halves = css().split("@media \\(prefers-color-scheme: dark\\)", 2);
        Map<String, Integer> colours = new LinkedHashMap<>();
        Matcher matcher = COLOUR.matcher(scheme.equals("light") ? halves[0] : halves[1]);
        while (matcher.find()) {
            colours.put(matcher.group(1), Integer.parseInt(matcher.group(2), 16));
        }
        return colours;
    }

    private static String css() throws IOException {
        try (InputStream in = HtmlPages.class.getResourceAsStream("console.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double contrast(int one, int other) {
        double brighter = Math.max(luminance(one), luminance(other));
        double darker = Math.min(luminance(one), luminance(other));
        return (brighter + 0.05) / (darker + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour);
    }

    private static double linear(int channel) {
        double share = (channel & 0xff) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
