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
            "Under camel-main that is camel.server.authenticationEnabled=true with its users,"
                    + " and the component's options consoleReadOnly=false, operators and repairers.";

    private final CamelContext context;
    private final ConsoleOptions options;
    private final ContextHere here;
    private final ConsoleServer server;
    private @Nullable Runnable served;
    private boolean closed;

    /** @param roles who may do what, looked up at each request */
    public ContextConsole(
            CamelContext context, ConsoleOptions options, ControlledPipelines pipelines, Supplier<Roles> roles) {
        this.context = context;
        this.options = options;
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
                        ADVICE));
    }

    /** @return the console of a context's component {@code etl}; empty where the option console is not set, or it has not started */
    public static Optional<ConsoleServer> of(CamelContext context) {
        return Optional.ofNullable(context.getCamelContextExtension().getContextPlugin(ContextConsole.class))
                .map(console -> console.server);
    }

    /** Once all routes have started, those that may be in its place have. */
    public void start() throws Exception {
        context.getCamelContextExtension().addContextPlugin(ContextConsole.class, this);
        context.addStartupListener(this);
    }

    @Override
    public void onCamelContextStarted(CamelContext started, boolean alreadyStarted) {}

    @Override
    public synchronized void onCamelContextFullyStarted(CamelContext started, boolean alreadyStarted) {
        boolean elsewhere = !context.getRegistry().findByType(ConsoleHost.class).isEmpty();
        if (closed || elsewhere || served != null) {
            return;
        }
        if (context.getClassResolver()
                        .resolveClass("org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter")
                == null) {
            throw new IllegalStateException("console=" + options.path()
                    + " needs an HTTP server: add camel-platform-http-main, and set camel.server.enabled=true");
        }
        served = VertxPlace.serve(context, options.path(), server);
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
