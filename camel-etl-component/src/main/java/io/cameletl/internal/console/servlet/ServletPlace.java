package io.cameletl.internal.console.servlet;

import io.cameletl.internal.console.http.Answer;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Serves the console in a servlet container. Who the viewer is, the container has found out; the names that the roles are
 * given to may be theirs, or those of roles that the container says they have. Thread-safe.
 */
public final class ServletPlace {
    private final Supplier<Optional<ConsoleServer>> console;
    private final Supplier<Set<String>> named;

    /**
     * @param console empty before it has started, and after its stop
     * @param named the names that roles of the console are given to
     */
    public ServletPlace(Supplier<Optional<ConsoleServer>> console, Supplier<Set<String>> named) {
        this.console = console;
        this.named = named;
    }

    /** @param path below the console's own, with a slash at its start; empty for the console's own path without one */
    public void answer(String path, HttpServletRequest asked, HttpServletResponse response) throws IOException {
        Optional<ConsoleServer> server = console.get();
        if (server.isEmpty()) {
            response.setStatus(503);
            response.setContentType("text/plain; charset=utf-8");
            response.getWriter().write("The console has not started.");
            return;
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Collections.list(asked.getHeaderNames())) {
            headers.put(name, Collections.list(asked.getHeaders(name)));
        }
        Answer answer = server.get()
                .answer(new Request(
                        asked.getMethod(),
                        path,
                        asked.getQueryString(),
                        headers,
                        body(asked),
                        user(asked),
                        groups(asked)));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(answer.body());
    }

    private static byte[] body(HttpServletRequest asked) throws IOException {
        byte[] body = asked.getInputStream().readNBytes(Request.MAX_BODY + 1);
        String type = asked.getContentType();
        boolean form = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        return form && body.length == 0 && asked.getQueryString() == null
                ? written(asked.getParameterMap()).getBytes(StandardCharsets.US_ASCII)
                : body;
    }

    /** A filter that has asked for a parameter has read the form, as Spring's against forged requests has. */
    private static String written(Map<String, String[]> form) {
        return form.entrySet().stream()
                .flatMap(field -> Arrays.stream(field.getValue())
                        .map(value -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                                + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }

    private static Set<String> user(HttpServletRequest asked) {
        Principal principal = asked.getUserPrincipal();
        String name = principal == null ? null : principal.getName();
        return name == null || name.isEmpty() ? Set.of() : Set.of(name);
    }

    /** A container tells of a role only whether somebody has it. */
    private Set<String> groups(HttpServletRequest asked) {
        return named.get().stream()
                .filter(name -> !name.equals("*") && asked.isUserInRole(name))
                .collect(Collectors.toSet());
    }
}
