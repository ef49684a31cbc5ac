package io.cameletl.internal.console.alone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cameletl.internal.adapter.control.Roles;
import io.cameletl.internal.console.desk.Desk;
import io.cameletl.internal.console.http.Answer;
import io.cameletl.internal.console.http.ConsoleServer;
import io.cameletl.internal.console.http.HttpSettings;
import io.cameletl.internal.console.http.Request;
import io.cameletl.internal.console.page.HtmlPages;
import io.cameletl.internal.console.state.StateReader;
import io.cameletl.internal.jdbc.KeptConnection;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.internal.postgres.state.StateReading;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The JDK's HTTP server with the console at its root. */
public final class AloneServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING = 200;
    private static final String ADVICE = "It is by --write and --users FILE that the console is started with.";

    private final HttpServer http;
    private final ThreadPoolExecutor executor;
    private final ConsoleServer console;
    private final StateReader reader;
    private final @Nullable Users users;

    private AloneServer(
            HttpServer http,
            ThreadPoolExecutor executor,
            ConsoleServer console,
            StateReader reader,
            @Nullable Users users) {
        this.http = http;
        this.executor = executor;
        this.console = console;
        this.reader = reader;
        this.users = users;
    }

    /**
     * Starts it. The database need not be there yet.
     *
     * @param given the arguments of the command line
     * @throws IllegalArgumentException with a sentence that says what is wrong with them, or with what they name
     */
    public static AloneServer start(String... given) {
        Arguments arguments;
        try {
            arguments = Arguments.of(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + System.lineSeparator() + Arguments.USAGE, e);
        }
        Users users = arguments.users() == null ? null : Users.of(Path.of(arguments.users()));
        DataSource dataSource = new KeptConnection(opened(arguments.url()));
        StateReader reader = new StateReader(
                new StateReading(dataSource, arguments.schema()), arguments.showRecords(), InstantSource.system());
        Roles roles = users == null ? Roles.of("*", null, null) : users.roles();
        ConsoleServer console = new ConsoleServer(
                new Desk(
                        new TablesHere(reader, new JdbcPipelineStore(dataSource, arguments.schema(), false)),
                        InstantSource.system()),
                new HtmlPages(),
                () -> roles,
                new HttpSettings(
                        "",
                        !arguments.write(),
                        hosts(arguments),
                        users == null ? null : "Basic realm=\"camel-etl\", charset=\"UTF-8\"",
                        ADVICE));
        return listen(arguments, console, reader, users);
    }

    private static DataSource opened(String url) {
        PGSimpleDataSource opened = new PGSimpleDataSource();
        try {
            opened.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the URL of the state database is none that the driver understands");
        }
        Map<String, String> environment = System.getenv();
        if (opened.getUser() == null && environment.containsKey("PGUSER")) {
            opened.setUser(environment.get("PGUSER"));
        }
        if (opened.getPassword() == null && environment.containsKey("PGPASSWORD")) {
            opened.setPassword(environment.get("PGPASSWORD"));
        }
        opened.setApplicationName("camel-etl console");
        opened.setConnectTimeout(5);
        opened.setLoginTimeout(10);
        opened.setSocketTimeout(30);
        opened.setTcpKeepAlive(true);
        return opened;
    }

    /** A page of another site that reaches this port by a name of its own must not read it: only these names do. */
    private static Set<String> hosts(Arguments arguments) {
        Set<String> hosts = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "[::1]"));
        hosts.addAll(arguments.hosts());
        String bind = arguments.bind().toLowerCase(Locale.ROOT);
        hosts.add(bind.indexOf(':') >= 0 && !bind.startsWith("[") ? "[" + bind + "]" : bind);
        return hosts;
    }

    private static AloneServer listen(
            Arguments arguments, ConsoleServer console, StateReader reader, @Nullable Users users) {
        // in seconds: whoever sends a request byte by byte, or does not read the answer, must not keep a thread
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "30");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "120");
        try {
            HttpServer http = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByName(arguments.bind()), arguments.port()), 0);
            ThreadPoolExecutor executor = new ThreadPoolExecutor(
                    THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                        Thread thread = new Thread(task, "etl-console-http");
                        thread.setDaemon(true);
                        return thread;
                    });
            executor.allowCoreThreadTimeOut(true);
            AloneServer server = new AloneServer(http, executor, console, reader, users);
            http.setExecutor(executor);
            http.createContext("/", server::answer);
            http.start();
            return server;
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    "port " + arguments.port() + " of " + arguments.bind()
                            + " is taken, or no address of this machine: give another by --port or --bind",
                    e);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--bind " + arguments.bind() + " is no address", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot listen at " + arguments.bind() + ":" + arguments.port(), e);
        }
    }

    /** @return its address */
    public URI address() {
        InetSocketAddress bound = http.getAddress();
        String host =
                bound.getAddress().isAnyLocalAddress() || bound.getAddress().isLoopbackAddress()
                        ? "localhost"
                        : bound.getHostString();
        return URI.create("http://" + host + ":" + bound.getPort() + "/");
    }

    private void answer(HttpExchange asked) throws IOException {
        try (asked) {
            URI uri = asked.getRequestURI();
            Answer answer = console.answer(new Request(
                    asked.getRequestMethod(),
                    uri.getRawPath() == null ? "/" : uri.getRawPath(),
                    uri.getRawQuery(),
                    asked.getRequestHeaders(),
                    asked.getRequestBody().readNBytes(Request.MAX_BODY + 1),
                    users == null
                            ? Set.of()
                            : users.authenticated(asked.getRequestHeaders().getFirst("Authorization")),
                    Set.of()));
            answer.headers().forEach(asked.getResponseHeaders()::set);
            asked.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            try (OutputStream out = asked.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
        console.close();
        reader.close();
    }
}
