package io.cameletl.example;

import io.cameletl.PipelineListener;
import io.cameletl.VerificationReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole stage: two servers, their tables, the routes that sync, and a source that keeps changing. Thread-safe. */
final class Demo implements AutoCloseable {
    private static final List<String> PIPELINES = List.of("identities", "organizations");

    private final Settings settings;
    private final Console console;
    private final Lifetime lifetime = new Lifetime();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Coverage coverage = new Coverage();
    private final Totals totals = new Totals();

    /** What there is to see once the curtain is up. */
    private record Stage(Server source, Routes routes, Workload workload) {}

    Demo(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** Syncs until it is closed, by another thread. */
    void syncForever() throws Exception {
        open();
        lifetime.awaitOver();
    }

    /**
     * Changes the source for a while, lets the target catch up, and lets each pipeline compare the two.
     *
     * @return whether they agree
     */
    boolean syncOnce() throws Exception {
        Instant deadline = Instant.now().plus(settings.patience());
        Stage stage = open();
        boolean changed = stage.workload().awaitDone(Duration.between(Instant.now(), deadline));
        boolean caughtUp;
        try (Connection source = stage.source().connect()) {
            caughtUp = coverage.await(PIPELINES, Databases.now(source), Duration.between(Instant.now(), deadline));
        }
        List<VerificationReport> reports = new ArrayList<>();
        for (String pipeline : PIPELINES) {
            reports.add(stage.routes().verify(pipeline));
        }
        boolean agree = Verdict.print(reports, console);
        if (!changed || !caughtUp) {
            console.say("Gave up after " + settings.patience().toSeconds() + " s, before the target caught up;"
                    + " -Dexample.timeoutSeconds gives it longer.");
        }
        return changed && caughtUp && agree;
    }

    private Stage open() throws Exception {
        console.say("A legacy user database, synced into an identity database while it keeps changing.");
        Server source = lifetime.start(() -> Server.start(settings.source()));
        console.say("  source   " + source.describe());
        Server target = lifetime.start(() -> Server.start(settings.target()));
        console.say("  target   " + target.describe());
        int users = createTables(source, target);
        Map<String, PipelineListener> listeners =
                Map.of("printer", new RunPrinter(console), "totals", totals, "coverage", coverage);
        console.say("");
        Routes routes = lifetime.start(() -> Routes.start(source.address(), target.address(), listeners));
        console.say("  console  " + routes.console());
        console.say("");
        Workload workload = lifetime.start(() -> Workload.start(source.connect(), users, settings, console));
        return new Stage(source, routes, workload);
    }

    private int createTables(Server source, Server target) throws SQLException {
        try (Connection legacy = source.connect();
                Connection identity = target.connect()) {
            console.say(String.format(
                    Locale.ROOT,
                    "  tables   creating what is missing, and %,d users if there are none ...",
                    settings.users()));
            Instant before = Instant.now();
            Databases.Contents contents = Databases.createSource(legacy, settings.users());
            Databases.createTarget(identity);
            console.say(contents.describe(Duration.between(before, Instant.now())));
            console.say("  changes  " + Workload.describe(settings));
            return (int) contents.users();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    /** Stops the changes, the routes after the pages in hand, and the servers last. Does nothing the second time. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                console.say("");
                console.tell("stopping");
            } finally {
                lifetime.end();
            }
            console.tell("stopped; " + totals);
        }
    }
}
