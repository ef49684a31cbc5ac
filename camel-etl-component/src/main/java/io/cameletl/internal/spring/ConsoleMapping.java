package io.cameletl.internal.spring;

import io.cameletl.internal.adapter.console.ConsoleOptions;
import io.cameletl.internal.console.servlet.ServletPlace;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/** The console's path and all below it, before what controllers have for any path. */
final class ConsoleMapping extends SimpleUrlHandlerMapping {
    private final String console;
    private final ServletPlace place;

    /** @param console its path */
    ConsoleMapping(String console, ServletPlace place) {
        ConsoleOptions.requirePath(console);
        this.console = console;
        this.place = place;
        HttpRequestHandler handler = this::answer;
        setUrlMap(Map.of(console + "/**", handler));
        setOrder(Ordered.HIGHEST_PRECEDENCE);
    }

    String console() {
        return console;
    }

    private void answer(HttpServletRequest asked, HttpServletResponse response) throws IOException {
        String path = ServletRequestPathUtils.getParsedRequestPath(asked)
                .pathWithinApplication()
                .value();
        place.answer(path.substring(console.length()), asked, response);
    }
}
