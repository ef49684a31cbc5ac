package io.cameletl.internal.adapter.console;

import io.cameletl.internal.console.http.Answer;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.Request;
import io.cameletl.internal.outlet.Log;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves the console at a path of Camel's HTTP server. It is a route of the server, not of Camel: in a Camel message what
 * the client sends as a header cannot be told from what is in its address. Loaded only where the server is.
 */
final class VertxPlace {
    private static final Log LOG = Log.of(VertxPlace.class);

    private VertxPlace() {}

    /** @return ends it */
    static Runnable serve(CamelContext context, String path, ConsoleServer server) {
        VertxPlatformHttpRouter router = context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
                .filter(VertxPlatformHttpRouter::isMainServer)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("console=" + path + ContextConsole.NO_SERVER));
        String root = router.getServer().getPath();
        for (Route route : router.getRoutes()) {
            if (ConsoleOptions.isAt(path, route.getPath())) {
                throw new IllegalStateException("console=" + path + ": something else is served at " + route.getPath()
                        + ". Give the console another path, or that");
            }
        }
        Handler<RoutingContext> handler =
                request -> answer(request, (root == null || root.equals("/") ? "" : root) + path, server);
        List<Route> routes = new ArrayList<>();
        for (String at : List.of(path, path + "/*")) {
            routes.add(router.route(at)
                    .handler(BodyHandler.create(false).setBodyLimit(Request.MAX_BODY))
                    .blockingHandler(handler, false)
                    .failureHandler(VertxPlace::failed));
        }
        PlatformHttpComponent component = context.getComponent("platform-http", PlatformHttpComponent.class);
        component.addHttpEndpoint(path, "GET,POST", null, null, null);
        LOG.info(
                null,
                "console: http://{}:{}{}/",
                host(router),
                router.getServer().getPort(),
                path);
        return () -> {
            routes.forEach(Route::remove);
            component.removeHttpEndpoint(path);
        };
    }

    private static String host(VertxPlatformHttpRouter router) {
        String host = router.getServer().getHost();
        return host == null || host.equals("0.0.0.0") ? "localhost" : host;
    }

    private static void answer(RoutingContext asked, String mount, ConsoleServer server) {
        String path = asked.request().path();
        Map<String, List<String>> headers = new HashMap<>();
        asked.request().headers().forEach(header -> headers.computeIfAbsent(
                        header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.getValue()));
        HostAndPort authority = asked.request().authority();
        if (authority != null) {
            // what HTTP/2 has in the place of the header
            headers.putIfAbsent("host", List.of(authority.toString()));
        }
        Buffer body = asked.body().buffer();
        Answer answer = server.answer(new Request(
                asked.request().method().name(),
                path.length() > mount.length() ? path.substring(mount.length()) : "",
                asked.request().query(),
                headers,
                body == null ? new byte[0] : body.getBytes(0, body.length()),
                names(asked.user()),
                Set.of()));
        HttpServerResponse response = asked.response();
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(answer.body()));
    }

    /** The server has authenticated them; what the client says of itself does not count. */
    private static Set<String> names(User user) {
        Set<String> names = new LinkedHashSet<>();
        if (user != null) {
            String subject = user.subject();
            String name = subject == null ? user.principal().getString("username") : subject;
            if (name != null && !name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    /** Nothing of ours: the body is too long, or the connection gone. */
    private static void failed(RoutingContext asked) {
        if (!asked.response().ended()) {
            int status = asked.statusCode() < 400 ? 500 : asked.statusCode();
            asked.response().setStatusCode(status).putHeader("Content-Type", "text/plain; charset=utf-8");
            asked.response().putHeader("X-Content-Type-Options", "nosniff");
            asked.response().end(status == 413 ? "A request is at most 64 kB long." : "It failed.");
        }
    }
}
