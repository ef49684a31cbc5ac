package io.cameletl.internal.console.page.support;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** A page, as a browser reads it. */
public record Html(Document document, List<String> errors) {
    public static Html of(String page) {
        Parser parser = Parser.htmlParser().setTrackErrors(20);
        Document document = parser.parseInput(page, "http://console/");
        return new Html(
                document, parser.getErrors().stream().map(Object::toString).toList());
    }

    /** @return elements with the names of their attributes, in order; where a line may end is left out */
    public List<String> skeleton() {
        return document.getAllElements().stream()
                .filter(element -> !element.nameIs("wbr"))
                .map(element -> element.tagName()
                        + StreamSupport.stream(element.attributes().spliterator(), false)
                                .map(Attribute::getKey)
                                .sorted()
                                .toList())
                .toList();
    }

    /** @return what an element is called, by those who do not see it; empty for none */
    public String name(Element element) {
        if (element.hasAttr("aria-label")) {
            return element.attr("aria-label").strip();
        }
        if (element.hasAttr("aria-labelledby")) {
            return text(element.attr("aria-labelledby"));
        }
        Element label = element.hasAttr("id") ? document.selectFirst("label[for=" + element.attr("id") + "]") : null;
        Element around = label == null ? element.closest("label") : label;
        return (around == null ? element : around).text().strip();
    }

    private String text(String ids) {
        return List.of(ids.split(" ")).stream()
                .map(document::getElementById)
                .map(element -> element == null ? "" : element.text())
                .collect(Collectors.joining(" "))
                .strip();
    }
}
