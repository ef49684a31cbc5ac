package io.cameletl.internal.adapter.console;

import io.cameletl.internal.adapter.control.ControlledPipelines;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.HttpSettings;
import io.cameletl.internal.console.page.HtmlPages;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.jspecify.annotations.Nullable;

/**
 * The console of a context, from the start of the component to its stop. Served by Camel's HTTP server, unless something
 * in the registry serves it. Thread-safe.
 */
public final class ContextConsole implements StartupListener {
    private static final String ADVICE =
            "Under camel-main that is camel.server.authenticationEnabled=true with its users,";
    private static final String OPTIONS =
            " and the component's options consoleReadOnly=false, operators and repairers.";
    static final String NO_SERVER = " needs an HTTP server, and there is none. Under camel-main: add"
            + " camel-platform-http-main, and set camel.server.enabled=true. In Spring Boot: add spring-boot-starter-web, and"
            + " set console by the property camel.component.etl.console";

    private final CamelContext context;
    private final ConsoleOptions options;
    private final @Nullable ConsoleHost host;
    private final ContextHere here;
    private final ConsoleServer server;
    private @Nullable Runnable served;
    private volatile boolean closed;

    /**
     * @param roles who may do what, looked up at each request
     * @throws IllegalStateException when a library is missing
     */
    public ContextConsole(
            CamelContext context, ConsoleOptions options, ControlledPipelines pipelines, Supplier<Roles> roles) {
        this.context = context;
        this.options = options;
        require("gg.jte.html.HtmlTemplateOutput", " needs the library gg.jte:jte-runtime: add it to the class path");
        this.host = context.getRegistry().findByType(ConsoleHost.class).stream()
                .findFirst()
                .orElse(null);
        this.here = new ContextHere(context, pipelines, options.showRecords());
        String path = options.path();
        this.server = new ConsoleServer(
                new Desk(here, InstantSource.system()),
                new HtmlPages(),
                roles,
                new HttpSettings(
                        path.substring(path.lastIndexOf('/') + 1),
                        options.readOnly(),
                        options.hostNames(),
                        null,
                        (host == null ? ADVICE : host.advice()) + OPTIONS));
    }

    /** @return the console of a context's component {@code etl}; empty where the option console is not set, before its start and after its stop */
    public static Optional<ConsoleServer> of(CamelContext context) {
        return Optional.ofNullable(context.getCamelContextExtension().getContextPlugin(ContextConsole.class))
                .filter(console -> !console.closed)
                .map(console -> console.server);
    }

    /** Once all routes have started, those that may be in its place have. */
    public void start() throws Exception {
        context.getCamelContextExtension().addContextPlugin(ContextConsole.class, this);
        context.addStartupListener(this);
    }

    /** A component that is made later than the context starts hears of nothing else. */
    @Override
    public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {
        if (alreadyStarted) {
            onCamelContextFullyStarted(started, true);
        }
    }

    @Override
    public synchronized void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted) {
        if (closed || served != null) {
            return;
        }
        if (host != null) {
            host.started(options.path());
            return;
        }
        require("org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter", NO_SERVER);
        served = VertxPlace.serve(context, options.path(), server);
    }

    private void require(String type, String otherwise) {
        if (context.getClassResolver().resolveClass(type) == null) {
            throw new IllegalStateException("console=" + options.path() + otherwise);
        }
    }

    /** Nothing is served any more. */
    public synchronized void stop() {
        closed = true;
        if (served != null) {
            served.run();
            served = null;
        }
        server.close();
        here.close();
    }
}
