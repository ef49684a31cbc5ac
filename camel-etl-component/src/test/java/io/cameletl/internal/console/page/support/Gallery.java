package io.cameletl.internal.console.page.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameletl.internal.console.page.HtmlPages;
import io.cameletl.internal.console.view.Overview.Filter;
import io.cameletl.internal.console.view.Pages;
import io.cameletl.internal.console.view.Pages.Asset;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Serves one page of each kind and state, each below a path of its own, with the policy of the console. */
public final class Gallery implements AutoCloseable {
    public static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Pages pages = new HtmlPages();
    private final Map<String, Supplier<String>> screens = new LinkedHashMap<>();
    private final Map<String, Supplier<String>> parts = new LinkedHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;

    public Gallery() throws IOException {
        screens.put("overview", () -> pages.overview(Samples.overview(Filter.NONE), Samples.repairer(null)));
        screens.put(
                "overview-done",
                () -> pages.overview(Samples.overview(new Filter("failing", null)), Samples.repairer(Samples.done())));
        screens.put("overview-reader", () -> pages.overview(Samples.overviewWhileAway(), Samples.reader()));
        screens.put(
                "overview-none", () -> pages.overview(Samples.overview(new Filter("late", "zzz")), Samples.reader()));
        screens.put("overview-nothing", () -> pages.overview(Samples.nothing(), Samples.reader()));
        screens.put("overview-200", () -> pages.overview(Samples.many(200, Filter.NONE), Samples.repairer(null)));
        screens.put("pipeline", () -> pages.pipeline(Samples.orders(true), Samples.repairer(null)));
        screens.put("pipeline-reader", () -> pages.pipeline(Samples.orders(false), Samples.reader()));
        screens.put("pipeline-fresh", () -> pages.pipeline(Samples.fresh(), Samples.repairer(null)));
        screens.put("plan", () -> pages.plan(Samples.plan(), Samples.repairer(null)));
        screens.put("confirm-seek", () -> pages.confirmation(Samples.seek(), Samples.repairer(null)));
        screens.put("confirm-discard", () -> pages.confirmation(Samples.discard(), Samples.repairer(null)));
        screens.put("problem-unknown", () -> pages.problem(Samples.unknown(), Samples.reader()));
        screens.put("problem-refused", () -> pages.problem(Samples.refused(), Samples.repairer(null)));
        parts.put("overview", () -> pages.overviewPart(Samples.overview(Filter.NONE), Samples.repairer(null)));
        parts.put("pipeline", () -> pages.pipelinePart(Samples.orders(true), Samples.repairer(null)));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public List<String> screens() {
        return List.copyOf(screens.keySet());
    }

    public URI address(String screen) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + screen + "/");
    }

    /** @return how often parts have been asked for */
    public int asked() {
        return asked.get();
    }

    /** From now on the part of a screen is this. */
    public void part(String screen, Supplier<String> part) {
        parts.put(screen, part);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().substring(1).split("/", 2);
        String below = path.length > 1 ? path[1] : "";
        if (below.startsWith("asset/")) {
            Asset asset = pages.asset(below.substring("asset/".length())).orElse(null);
            send(
                    exchange,
                    asset == null ? 404 : 200,
                    asset == null ? "text/plain" : asset.type(),
                    asset == null ? new byte[0] : asset.content());
        } else if (below.startsWith("part/")) {
            asked.incrementAndGet();
            Supplier<String> part = parts.getOrDefault(path[0], parts.get(below.substring("part/".length())));
            html(exchange, part.get());
        } else {
            Supplier<String> screen = screens.get(path[0]);
            html(exchange, screen == null ? "" : screen.get());
        }
    }

    private static void html(HttpExchange exchange, String text) throws IOException {
        send(exchange, text.isEmpty() ? 500 : 200, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
