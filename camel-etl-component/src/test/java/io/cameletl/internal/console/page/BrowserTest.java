package io.cameletl.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cameletl.internal.console.page.support.Browser;
import io.cameletl.internal.console.page.support.Gallery;
import io.cameletl.internal.console.page.support.Samples;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Overview.Filter;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.PipelineLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser, under the console's own policy. Pictures of all are in {@code target/console}. */
@Tag("browser")
class BrowserTest {
    private static final Path PICTURES = Path.of("target", "console");
    private static final int NARROW = 360;
    private static final int WIDE = 1600;
    private static final Pages PAGES = new HtmlPages();

    /** Elements beyond the right edge, or with more in them than they show; what scrolls by itself is none. */
    private static final String CUT_OFF =
            """
            const skipped = ".hidden, .skip, .stack thead, pre, option";
            return [...document.querySelectorAll("body, body *")]
              .filter(e => !e.closest(skipped) && !e.closest("details:not([open]) > :not(summary)"))
              .filter(e => {
                const box = e.getBoundingClientRect();
                const isOut = box.width > 0 && (box.right > innerWidth + 1 || box.left < -1);
                const isCut = getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1;
                return isOut || isCut;
              })
              .map(e => e.outerHTML.slice(0, 120))""";

    /** What a keyboard must be able to reach. */
    private static final String CONTROLS =
            """
            return [...document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex='0']")]
              .filter(e => e.type !== "hidden" && !e.disabled && e.checkVisibility()).length""";

    private static final String REACHED =
            "window.reached = window.reached || new Set(); reached.add(document.activeElement);"
                    + " return [...reached].filter(e => e !== document.body && e.id !== 'main').length";

    private static Gallery gallery;
    private static Browser browser;

    @BeforeAll
    static void start() throws IOException {
        gallery = new Gallery();
        browser = new Browser();
    }

    @AfterAll
    static void stop() throws IOException {
        try (Gallery ended = gallery) {
            if (browser != null) {
                browser.close();
            }
        }
    }

    @AfterEach
    void nothing_was_complained_of() throws IOException {
        assertThat(browser.complaints()).isEmpty();
    }

    static List<String> screens() {
        return gallery.screens();
    }

    @ParameterizedTest
    @MethodSource("screens")
    void nothing_is_cut_off_narrow_or_wide_light_or_dark(String screen) throws IOException {
        for (int width : new int[] {NARROW, 768, 1200, WIDE}) {
            for (boolean dark : new boolean[] {false, true}) {
                browser.look(width, dark);
                browser.open(gallery.address(screen));

                assertThat(texts(browser.run(CUT_OFF)))
                        .as("%s, %d wide", screen, width)
                        .isEmpty();
                assertThat(browser.run("return document.documentElement.scrollWidth")
                                .asInt())
                        .isLessThanOrEqualTo(width);
                if (width == NARROW || width == WIDE) {
                    browser.picture(PICTURES.resolve(screen + "-" + width + (dark ? "-dark" : "") + ".png"));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overview",
                "overview-done",
                "overview-none",
                "pipeline",
                "pipeline-reader",
                "plan",
                "confirm-seek",
                "problem-unknown"
            })
    void a_keyboard_reaches_whatever_can_be_pressed(String screen) throws IOException {
        for (int width : new int[] {NARROW, WIDE}) {
            browser.look(width, false);
            browser.open(gallery.address(screen));
            browser.run("document.querySelectorAll('input[type=checkbox]').forEach(e => e.click());"
                    + " document.querySelector('#hold')?.click()");
            int controls = browser.run(CONTROLS).asInt();

            for (int i = 0; i <= controls; i++) {
                browser.tab();
                browser.run(REACHED);
            }
            assertThat(browser.run(REACHED).asInt()).as(screen).isEqualTo(controls);
        }
    }

    @Test
    void what_changed_is_laid_over_the_page_and_what_somebody_does_there_stays() throws IOException {
        browser.look(WIDE, false);
        Overview before = Samples.overview(Filter.NONE);
        gallery.part("overview", () -> PAGES.overviewPart(before, Samples.repairer(null)));
        browser.open(gallery.address("overview"));
        browser.run("scrollTo(0, 50); const box = document.querySelector('[data-key=stock] input[name=name]');"
                + " box.click(); box.focus(); window.row = box.closest('li');");

        gallery.part("overview", () -> PAGES.overviewPart(reversed(before), Samples.repairer(null))
                .replace("LOCK TABLE stock", "LOCK TABLE articles"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> is("return document.querySelector('li.p').dataset.key === 'returns'"));

        assertThat(is("return document.querySelector('[data-key=stock]') === window.row"))
                .isTrue();
        assertThat(is("return window.row.textContent.includes('LOCK TABLE articles')"))
                .isTrue();
        assertThat(is("return window.row.querySelector('input').checked")).isTrue();
        assertThat(is("return document.activeElement === window.row.querySelector('input')"))
                .isTrue();
        assertThat(is("return document.querySelector('[data-chosen]').textContent === '1 ticked:'"))
                .isTrue();
        assertThat(is("return document.querySelectorAll('li.p').length === 8")).isTrue();
    }

    @Test
    void an_open_form_and_what_is_typed_there_stay() throws IOException {
        browser.look(WIDE, false);
        browser.open(gallery.address("pipeline"));
        browser.run("const field = document.querySelector('#cursor'); field.closest('details').open = true;"
                + " field.value = 'typed'; field.focus(); field.setSelectionRange(1, 3);");
        int asked = gallery.asked();

        await().atMost(Duration.ofSeconds(15)).until(() -> gallery.asked() > asked + 2);

        assertThat(
                        is(
                                "const field = document.activeElement; return field.id === 'cursor' && field.value === 'typed'"
                                        + " && field.selectionStart === 1 && field.selectionEnd === 3 && field.closest('details').open"))
                .isTrue();
    }

    @Test
    void a_server_that_is_away_is_told_of_until_it_is_back() throws IOException {
        browser.look(WIDE, false);
        gallery.part("overview", () -> "");
        browser.open(gallery.address("overview"));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> is("return document.querySelector('#away').checkVisibility()"));
        assertThat(is("return document.querySelector('#away').textContent.includes('does not answer')"))
                .isTrue();
        assertThat(browser.complaints()).isNotEmpty().allMatch(line -> line.contains("500"));

        gallery.part("overview", () -> PAGES.overviewPart(Samples.overview(Filter.NONE), Samples.repairer(null)));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> is("return !document.querySelector('#away').checkVisibility()"));
        assertThat(is("return document.querySelector('#live').textContent === 'live'"))
                .isTrue();
        browser.complaints();
    }

    @Test
    void nothing_is_asked_while_the_tab_is_hidden() throws IOException {
        browser.look(WIDE, false);
        browser.open(gallery.address("pipeline"));
        int first = gallery.asked();
        await().atMost(Duration.ofSeconds(10)).until(() -> gallery.asked() > first);

        hide(true);
        int hidden = gallery.asked();
        // Longer than the pages wait between two questions.
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> gallery.asked() == hidden);

        hide(false);
        await().atMost(Duration.ofSeconds(10)).until(() -> gallery.asked() > hidden);
    }

    @Test
    void everything_can_be_read_and_sent_without_scripts() throws IOException {
        browser.look(WIDE, false);
        browser.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open(gallery.address("overview"));

            assertThat(is("return document.querySelectorAll('li.p').length === 8"))
                    .isTrue();
            assertThat(is("return !document.querySelector('#hold').checkVisibility()"))
                    .isTrue();
            assertThat(is("return [...document.querySelectorAll('button')].every(one => !one.disabled)"))
                    .isTrue();
        } finally {
            browser.devTools("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    private static void hide(boolean hidden) throws IOException {
        browser.run("Object.defineProperty(document, 'hidden', { value: " + hidden + ", configurable: true });"
                + " document.dispatchEvent(new Event('visibilitychange'))");
    }

    private static boolean is(String script) throws IOException {
        return browser.run(script).asBoolean();
    }

    private static Overview reversed(Overview one) {
        List<PipelineLine> lines = new ArrayList<>(one.pipelines());
        Collections.reverse(lines);
        return new Overview(
                one.at(), one.readAt(), one.database(), one.away(), one.counts(), lines, one.omitted(), one.filter());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
