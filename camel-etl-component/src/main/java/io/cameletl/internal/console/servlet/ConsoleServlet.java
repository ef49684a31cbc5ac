package io.cameletl.internal.console.servlet;

import io.cameletl.internal.console.http.Answer;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Serves the console below the path that it is mapped to. Who the viewer is, the container has found out; the names that
 * the roles are given to may be theirs, or those of roles that the container says they have. Thread-safe.
 */
public final class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Optional<ConsoleServer>> console;
    private final transient Supplier<Set<String>> named;

    /**
     * @param console empty before it has started, and after its stop
     * @param named the names that roles of the console are given to
     */
    public ConsoleServlet(Supplier<Optional<ConsoleServer>> console, Supplier<Set<String>> named) {
        this.console = console;
        this.named = named;
    }

    @Override
    protected void service(HttpServletRequest asked, HttpServletResponse response) throws IOException {
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
        String path = asked.getPathInfo();
        Answer answer = server.get()
                .answer(new Request(
                        asked.getMethod(),
                        path == null ? "" : path,
                        asked.getQueryString(),
                        headers,
                        asked.getInputStream().readNBytes(Request.MAX_BODY + 1),
                        names(asked)));
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.getOutputStream().write(answer.body());
    }

    private Set<String> names(HttpServletRequest asked) {
        Principal principal = asked.getUserPrincipal();
        if (principal == null || principal.getName() == null) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        names.add(principal.getName());
        named.get().stream()
                .filter(name -> !name.equals("*") && asked.isUserInRole(name))
                .forEach(names::add);
        return names;
    }
}
