package io.cameletl.internal.console.http;

import io.cameletl.internal.adapter.control.RefusedException;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.desk.Clerk;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.outlet.Log;
import io.cameletl.internal.outlet.Outlet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers the console's requests, whatever server takes them. Whatever happens, it answers, and never with a stack trace.
 * Thread-safe.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final Log LOG = Log.of(ConsoleServer.class);

    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final HttpSettings settings;
    private final Gate gate;
    private final Site site;
    private final Clerk clerk;

    /**
     * What is at a path.
     *
     * @param method the only one, besides {@code HEAD} where it is {@code GET}
     */
    private record Route(String method, Work work) {}

    private interface Work {
        Answer of(Request request, Fields query) throws ProblemException;
    }

    /** @param roles who may do what, looked up at each request */
    public ConsoleServer(Desk desk, Pages pages, Supplier<Roles> roles, HttpSettings settings) {
        this.settings = settings;
        this.gate = new Gate(settings.hosts());
        this.clerk = new Clerk(desk);
        Visitors visitors = new Visitors(roles, settings);
        this.site = new Site(desk, clerk, visitors, gate, pages, settings);
        Api api = new Api(desk, clerk, visitors, gate);
        get("/", (request, query) -> site.overview(request, query, false));
        get("/part/overview", (request, query) -> site.overview(request, query, true));
        get("/pipeline", (request, query) -> site.pipeline(request, query, false));
        get("/part/pipeline", (request, query) -> site.pipeline(request, query, true));
        get("/plan", site::plan);
        get("/confirm", site::confirm);
        routes.put("/do", new Route("POST", (request, query) -> site.act(request)));
        get("/api/pipelines", api::overview);
        get("/api/pipeline", api::pipeline);
        get("/api/plan", api::plan);
        for (Act act : Act.values()) {
            routes.put("/api/" + act.word(), new Route("POST", (request, query) -> api.act(request, act)));
        }
    }

    private void get(String path, Work work) {
        routes.put(path, new Route("GET", work));
    }

    /** @return the API's paths, and the method of each */
    Map<String, String> api() {
        return routes.entrySet().stream()
                .filter(route -> route.getKey().startsWith("/api/"))
                .collect(Collectors.toMap(Map.Entry::getKey, route -> route.getValue().method));
    }

    /** Answers, whatever is asked. */
    public Answer answer(Request request) {
        Answer answer;
        try {
            gate.requireHost(request);
            answer = routed(request);
        } catch (ProblemException e) {
            answer = told(request, e.problem());
        } catch (RefusedException e) {
            answer = told(request, new Problem(409, "Not done", String.valueOf(e.getMessage())));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(null, "the console could not answer {}: {}", Outlet.text(null, request.path()), e.toString());
            LOG.debug(null, "the console could not answer", e);
            answer = told(request, new Problem(500, "It failed", "It failed here, and the log says why."));
        }
        return request.method().equals("HEAD") ? answer.bodiless() : answer;
    }

    private Answer routed(Request request) throws ProblemException {
        if (request.body().length > Request.MAX_BODY) {
            throw new ProblemException(413, "Too long", "A request is at most 64 kB long.");
        }
        if (request.path().isEmpty()) {
            return Answer.seeOther(settings.name() + "/");
        }
        if (request.path().startsWith("/asset/")) {
            requireMethod(request, "GET");
            return site.asset(request.path().substring("/asset/".length()));
        }
        Route route = routes.get(request.path());
        if (route == null) {
            throw new ProblemException(404, "Nothing here", "The console has no such page.");
        }
        requireMethod(request, route.method);
        return route.work.of(request, Fields.of(request.query()));
    }

    private static void requireMethod(Request request, String method) throws ProblemException {
        boolean head = method.equals("GET") && request.method().equals("HEAD");
        if (!head && !request.method().equals(method)) {
            throw new ProblemException(405, "Wrong method", "This address takes " + method + " only.");
        }
    }

    private Answer told(Request request, Problem problem) {
        Answer answer = request.path().startsWith("/api/")
                ? Json.answer(problem.status(), problem)
                : site.problem(problem, null);
        String challenge = settings.challenge();
        if (problem.status() == 401 && challenge != null) {
            return answer.with("WWW-Authenticate", challenge);
        }
        return problem.status() == 405
                ? answer.with("Allow", problem.says().contains("POST") ? "POST" : "GET, HEAD")
                : answer;
    }

    /** Begins nothing more. */
    @Override
    public void close() {
        clerk.close();
    }
}
