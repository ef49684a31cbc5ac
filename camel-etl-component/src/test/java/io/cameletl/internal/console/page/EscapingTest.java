package io.cameletl.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.console.page.support.AnyViews;
import io.cameletl.internal.console.page.support.Html;
import io.cameletl.internal.console.view.Confirmation;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Overview.Filter;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.console.view.Viewer;
import io.cameletl.support.Seeded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Whatever the texts are that pipelines, records and errors bring along: they are texts on the page, and nothing else. */
class EscapingTest {
    private static final Pages PAGES = new HtmlPages();
    private static final Pattern MARKUP = Pattern.compile("[<>&\"'=/`]");
    private static final Set<String> TARGETS = Set.of("do", "confirm", "./");
    private static final List<String> HOSTILE = List.of(
            "<script>alert(1)</script>",
            "</script><script src=//evil.example>",
            "<img src=x onerror=alert(1)>",
            "\" onmouseover=\"alert(1)",
            "' autofocus onfocus='alert(1)",
            "\"><svg onload=alert(1)>",
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "</title></textarea></pre></style><b>",
            "<!--",
            "-->",
            "]]>",
            "&lt;b&gt; &amp; &#60;",
            "`${7*7}` {{7*7}} @if(true)",
            "\u202Edesrever\u2066",
            "a\u0001\u0007\u001b[31m\r\nb\u2028c",
            "\ud800",
            "a&copy=b;c?d#e%00+f",
            "=1+1",
            "x".repeat(400),
            " ",
            "");

    @Test
    void no_element_and_no_attribute_comes_from_a_text() {
        Seeded.times(150).play("hostile texts", seed -> {
            Map<String, String> hostile = pages(seed, text -> text);
            Map<String, String> harmless =
                    pages(seed, text -> MARKUP.matcher(text).replaceAll("x"));

            hostile.forEach((name, page) -> {
                Html html = Html.of(page);
                assertThat(html.skeleton())
                        .as(name)
                        .isEqualTo(Html.of(harmless.get(name)).skeleton());
                assertThat(html.document().select("script:not([src^=asset/]), style, iframe, object, embed, base"))
                        .as(name)
                        .isEmpty();
                html.document().getAllElements().forEach(EscapingTest::leadsNowhereElse);
            });
        });
    }

    @Test
    void what_is_searched_for_stays_in_its_field() {
        for (String search : HOSTILE) {
            Overview any = views(1, text -> "x").any(Overview.class);
            Html html = Html.of(PAGES.overview(filtered(any, new Filter(search, search)), viewer(1)));

            assertThat(html.document().selectFirst("#q").attr("value").strip().replaceAll("\\s", ""))
                    .isEqualTo(search.strip().replaceAll("\\s", ""));
            assertThat(html.document().select("script:not([src^=asset/])")).isEmpty();
        }
    }

    private static void leadsNowhereElse(Element element) {
        element.attributes().forEach(attribute -> {
            assertThat(attribute.getKey()).doesNotStartWith("on").isNotEqualTo("style");
            if (attribute.getKey().equals("href")) {
                assertThat(attribute.getValue()).matches("(?s)(\\./|pipeline\\?|plan\\?|asset/|#main).*");
            }
            if (attribute.getKey().equals("action")) {
                assertThat(attribute.getValue()).isIn(TARGETS);
            }
            assertThat(attribute.getKey()).isNotIn("formaction", "srcdoc", "srcset", "ping", "http-equiv");
        });
    }

    private static Map<String, String> pages(long seed, UnaryOperator<String> made) {
        AnyViews views = views(seed, made);
        Viewer viewer = views.any(Viewer.class);
        Overview overview = views.any(Overview.class);
        Overview all = filtered(overview, new Filter(overview.filter().show(), null));
        PipelineView pipeline = views.any(PipelineView.class);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", PAGES.overview(all, viewer));
        pages.put("part of overview", PAGES.overviewPart(all, viewer));
        pages.put("pipeline", PAGES.pipeline(pipeline, viewer));
        pages.put("part of pipeline", PAGES.pipelinePart(pipeline, viewer));
        pages.put("plan", PAGES.plan(views.any(Plan.class), viewer));
        pages.put("problem", PAGES.problem(views.any(Problem.class), viewer));
        pages.put("confirmation", PAGES.confirmation(views.any(Confirmation.class), viewer));
        return pages;
    }

    private static AnyViews views(long seed, UnaryOperator<String> made) {
        Random texts = Seeded.random(seed + 1);
        return new AnyViews(Seeded.random(seed), () -> made.apply(text(texts)));
    }

    private static String text(Random random) {
        String one = HOSTILE.get(random.nextInt(HOSTILE.size()));
        return random.nextBoolean() ? one : one + HOSTILE.get(random.nextInt(HOSTILE.size()));
    }

    private static Viewer viewer(long seed) {
        return views(seed, text -> text).any(Viewer.class);
    }

    private static Overview filtered(Overview one, Filter filter) {
        return new Overview(
                one.at(),
                one.readAt(),
                one.database(),
                one.away(),
                one.counts(),
                one.pipelines(),
                one.omitted(),
                filter);
    }
}
