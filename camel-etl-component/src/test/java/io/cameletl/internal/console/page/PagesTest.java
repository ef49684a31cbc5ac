package io.cameletl.internal.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.internal.console.page.support.Html;
import io.cameletl.internal.console.page.support.Samples;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Overview.Filter;
import io.cameletl.internal.console.view.Pages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PagesTest {
    private static final Pages PAGES = new HtmlPages();
    private static final String CONTROLS =
            "a, button, input:not([type=hidden]), textarea, summary, nav, table, figure, section, [role=img], [role=region]";

    static Stream<Map.Entry<String, String>> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", PAGES.overview(Samples.overview(Filter.NONE), Samples.repairer(Samples.done())));
        pages.put("overview while away", PAGES.overview(Samples.overviewWhileAway(), Samples.reader()));
        pages.put("nothing", PAGES.overview(Samples.nothing(), Samples.reader()));
        pages.put("pipeline", PAGES.pipeline(Samples.orders(true), Samples.repairer(null)));
        pages.put("pipeline for readers", PAGES.pipeline(Samples.orders(false), Samples.reader()));
        pages.put("pipeline that never ran", PAGES.pipeline(Samples.fresh(), Samples.repairer(null)));
        pages.put("plan", PAGES.plan(Samples.plan(), Samples.repairer(null)));
        pages.put("seek", PAGES.confirmation(Samples.seek(), Samples.repairer(null)));
        pages.put("discard", PAGES.confirmation(Samples.discard(), Samples.repairer(null)));
        pages.put("unknown", PAGES.problem(Samples.unknown(), Samples.reader()));
        return pages.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_is_well_formed(Map.Entry<String, String> page) {
        Html html = Html.of(page.getValue());

        assertThat(html.errors()).isEmpty();
        assertThat(html.document().select("html[lang=en]")).hasSize(1);
        assertThat(html.document().title()).isNotBlank();
        assertThat(html.document().select("h1")).hasSize(1);
        assertThat(html.document().select("main")).hasSize(1);
        assertThat(html.document().select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatever_can_be_reached_has_a_name(Map.Entry<String, String> page) {
        Html html = Html.of(page.getValue());

        for (Element control : html.document().select(CONTROLS)) {
            assertThat(html.name(control)).as(control.outerHtml()).isNotEmpty();
        }
        List<String> buttons = html.document().select("main button:not([name=act])").stream()
                .map(html::name)
                .toList();
        assertThat(buttons).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "failing, orders payments_of_every_shop_in_the_north_and_all_their_refunds_since_2019",
        "open, orders",
        "late, prices",
        "running, stock customers",
        "paused, invoices",
        "stalled, stock",
        "ledgers, orders payments_of_every_shop_in_the_north_and_all_their_refunds_since_2019 invoices"
    })
    void a_count_leads_to_the_pipelines_that_it_counts(String show, String names) {
        Document all = document(Samples.overview(Filter.NONE));
        assertThat(all.select(".sum a").eachAttr("href")).contains("./?show=" + show);

        Document some = document(Samples.overview(new Filter(show, null)));
        assertThat(some.select("li.p").eachAttr("data-key")).containsExactly(names.split(" "));
        assertThat(some.select(".sum [aria-current=true]").attr("href")).isEqualTo("./?show=" + show);
    }

    @Test
    void a_name_is_found_by_any_part_of_it_and_the_count_chosen_stays() {
        Document found = document(Samples.overview(new Filter("failing", " ORDER ")));

        assertThat(found.select("li.p").eachAttr("data-key")).containsExactly("orders");
        assertThat(found.select("#q").attr("value")).isEqualTo("ORDER");
        assertThat(found.select(".find [name=show]").attr("value")).isEqualTo("failing");
        assertThat(found.select(".sum a").eachAttr("href")).contains("./?show=late&q=ORDER");
    }

    @Test
    void when_the_next_run_is_is_only_said_where_the_next_tick_runs() {
        Document list = document(Samples.overview(Filter.NONE));
        Document open =
                Html.of(PAGES.pipeline(Samples.orders(true), Samples.reader())).document();

        assertThat(list.select("[data-key=orders] .now").text())
                .contains("3 failed in a row")
                .doesNotContain("next");
        assertThat(list.select("[data-key=articles] .now").text()).contains("next run in 3 s");
        assertThat(open.select(".facts").text()).contains("Next run when the breaker lets it");
    }

    @Test
    void who_may_look_only_has_nothing_to_press() {
        Document list = Html.of(PAGES.overview(Samples.overviewWhileAway(), Samples.reader()))
                .document();
        Document one =
                Html.of(PAGES.pipeline(Samples.orders(true), Samples.reader())).document();

        assertThat(list.select("form[method=post], main input[type=checkbox]")).isEmpty();
        assertThat(one.select("form")).isEmpty();
        assertThat(list.select(".note").text()).contains("away").contains("14:29:07 UTC");
    }

    @Test
    void every_form_that_changes_something_is_a_post_with_the_token() {
        for (String page : List.of(
                PAGES.overview(Samples.overview(Filter.NONE), Samples.repairer(null)),
                PAGES.pipeline(Samples.orders(true), Samples.repairer(null)),
                PAGES.confirmation(Samples.seek(), Samples.repairer(null)))) {
            Document document = Html.of(page).document();
            assertThat(document.select("form[action=do]")).isNotEmpty().allSatisfy(form -> {
                assertThat(form.attr("method")).isEqualTo("post");
                assertThat(form.select("[name=token]").attr("value")).isEqualTo("a-token");
            });
            assertThat(document.select("form:not([action=do]) [name=token]")).isEmpty();
        }
    }

    @Test
    void a_part_is_what_the_main_element_of_its_page_holds() {
        Document page = Html.of(PAGES.pipeline(Samples.orders(true), Samples.repairer(null)))
                .document();
        String part = PAGES.pipelinePart(Samples.orders(true), Samples.repairer(null));

        assertThat(Html.of("<main>" + part + "</main>")
                        .document()
                        .selectFirst("main")
                        .html())
                .isEqualTo(page.selectFirst("main").html());
        assertThat(page.selectFirst("main").attr("data-part")).isEqualTo("part/pipeline");
    }

    @Test
    void the_list_of_two_hundred_is_small_enough_to_be_asked_for_again_and_again() {
        String page = PAGES.overviewPart(Samples.many(200, Filter.NONE), Samples.repairer(null));

        assertThat(page.length() / 200).isLessThan(4_000);
    }

    @Test
    void files_are_found_under_the_names_that_pages_give_them_and_under_no_other() {
        Document page = document(Samples.overview(Filter.NONE));
        List<String> files = Stream.of(
                        page.select("link[rel=stylesheet], link[rel=icon]").eachAttr("href"),
                        page.select("script").eachAttr("src"))
                .flatMap(List::stream)
                .toList();

        assertThat(files).hasSize(3).allSatisfy(file -> assertThat(PAGES.asset(file.substring("asset/".length()))
                        .orElseThrow()
                        .content())
                .isNotEmpty());
        assertThat(PAGES.asset("console.css")).isEmpty();
        assertThat(PAGES.asset("../HtmlPages.class")).isEmpty();
    }

    private static Document document(Overview overview) {
        return Html.of(PAGES.overview(overview, Samples.repairer(null))).document();
    }
}
