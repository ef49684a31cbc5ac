package io.cameletl.internal.console.page.support;

import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.Confirmation;
import io.cameletl.internal.console.view.Done;
import io.cameletl.internal.console.view.LedgerPage;
import io.cameletl.internal.console.view.LedgerPage.Group;
import io.cameletl.internal.console.view.Overview;
import io.cameletl.internal.console.view.Overview.Counts;
import io.cameletl.internal.console.view.Overview.Filter;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineView;
import io.cameletl.internal.console.view.PipelineView.ActionLine;
import io.cameletl.internal.console.view.PipelineView.EffectiveOption;
import io.cameletl.internal.console.view.PipelineView.LagSample;
import io.cameletl.internal.console.view.PipelineView.PageStatement;
import io.cameletl.internal.console.view.PipelineView.RunLine;
import io.cameletl.internal.console.view.PipelineView.TableLine;
import io.cameletl.internal.console.view.Plan;
import io.cameletl.internal.console.view.Problem;
import io.cameletl.internal.console.view.RejectedLine;
import io.cameletl.internal.console.view.SkippedLine;
import io.cameletl.internal.console.view.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** What the pages show, as it could be. */
public final class Samples {
    public static final Instant NOW = Lines.NOW;

    private static final String AWAY = "Connection to db.example.com:5432 refused. Check that the hostname and port are"
            + " correct and that the postmaster is accepting TCP/IP connections.";

    private Samples() {}

    /** Who may do everything. */
    public static Viewer repairer(Done done) {
        return new Viewer("m.k.", false, true, "a-token", done);
    }

    /** Who may look only. */
    public static Viewer reader() {
        return new Viewer(null, true, false, null, null);
    }

    public static Overview overview(Filter filter) {
        return overview(Lines.all(true), filter, null);
    }

    public static Overview overviewWhileAway() {
        return overview(Lines.all(false), Filter.NONE, AWAY);
    }

    public static Overview nothing() {
        return new Overview(
                NOW, null, "db.example.com/warehouse, etl", AWAY, counts(List.of()), List.of(), 0, Filter.NONE);
    }

    /** As many pipelines as are asked for. */
    public static Overview many(int pipelines, Filter filter) {
        List<PipelineLine> some = Lines.all(true);
        List<PipelineLine> lines = new ArrayList<>();
        for (int i = 0; i < pipelines; i++) {
            PipelineLine one = some.get(i * some.size() / pipelines);
            lines.add(named(one, one.name() + "_" + i));
        }
        return overview(lines, filter, null);
    }

    private static PipelineLine named(PipelineLine one, String name) {
        return new PipelineLine(
                name,
                one.condition(),
                one.why(),
                one.also(),
                one.lag(),
                one.lastGood(),
                one.running(),
                one.lastRuns(),
                one.nextTick(),
                one.failures(),
                one.error(),
                one.ledgers(),
                one.paused(),
                one.here(),
                one.acts());
    }

    private static Overview overview(List<PipelineLine> lines, Filter filter, String away) {
        return new Overview(
                NOW,
                away == null ? NOW : NOW.minus(Duration.ofMinutes(3)),
                "db.example.com/warehouse, etl",
                away,
                counts(lines),
                lines,
                0,
                filter);
    }

    private static Counts counts(List<PipelineLine> lines) {
        return new Counts(
                lines.size(),
                in(lines, Condition.RUNNING),
                in(lines, Condition.FAILING),
                in(lines, Condition.LATE),
                in(lines, Condition.PAUSED),
                in(lines, Condition.OPEN),
                in(lines, Condition.STALLED),
                lines.stream().mapToLong(line -> line.ledgers().skipped()).sum(),
                lines.stream().mapToLong(line -> line.ledgers().rejected()).sum(),
                lines.stream().mapToLong(line -> line.ledgers().postponed()).sum());
    }

    private static long in(List<PipelineLine> lines, Condition condition) {
        return lines.stream().filter(line -> line.is(condition)).count();
    }

    /** A pipeline with something in every part of its page. */
    public static PipelineView orders(boolean acts) {
        return new PipelineView(
                NOW,
                acts ? NOW : NOW.minusSeconds(40),
                acts ? null : AWAY,
                Lines.orders(acts),
                acts ? "{\"at\":\"2026-11-27T13:50:58.120Z\",\"id\":\"884112\"}" : "hidden: role repair",
                NOW.minus(Duration.ofMinutes(46)),
                NOW.minus(Duration.ofMinutes(41)),
                "order_lines, record 812 (order_id = 4711, line = 3): foreign key order_lines_article_fkey, no article"
                        + " “K-204”. Load articles first, or add the row; then close the breaker.\n"
                        + "ERROR: insert or update on table \"order_lines\" violates foreign key constraint"
                        + " \"order_lines_article_fkey\"\n  Detail: Key (article)=(K-204) is not present in table"
                        + " \"articles\".\n  Where: SQL statement, line 1",
                new PipelineView.VerificationLine(
                        NOW.minus(Duration.ofHours(5)),
                        Duration.ofSeconds(41),
                        "VERIFIED",
                        "orders",
                        1_204_511,
                        3,
                        0,
                        12),
                runs(),
                lags(),
                new LedgerPage<>(
                        List.of(
                                skipped(31, 8_071, "the source answered “HTTP 502 Bad Gateway” 5 times"),
                                skipped(32, 8_072, "statement timeout after 60 s, 5 times")),
                        2,
                        null,
                        List.of(new Group(null, null, "the source answered “HTTP 502 Bad Gateway” 5 times", 2))),
                new LedgerPage<>(
                        IntStream.range(0, 6).mapToObj(i -> rejected(i, acts)).toList(),
                        198,
                        906L,
                        List.of(
                                new Group("order_lines", "22001", "value too long for type character varying(80)", 180),
                                new Group("orders", "23514", "violates check constraint \"orders_total_check\"", 18))),
                new LedgerPage<>(
                        List.of(new RejectedLine(
                                1_001,
                                8_089,
                                "order_lines",
                                "order_id = 4712, line = 1",
                                "23503",
                                "Key (article)=(K-204) is not present in table \"articles\".",
                                NOW.minus(Duration.ofMinutes(50)),
                                "articles",
                                null,
                                412)),
                        1,
                        null,
                        List.of(new Group("order_lines", "23503", "Key (article)=(K-204) is not present", 1))),
                options(),
                List.of(
                        new PageStatement("read a page", SELECT, 0),
                        new PageStatement("order_lines: update", MERGE, 1)),
                List.of(
                        new ActionLine("PAUSE", "m.k.", "console", NOW.minus(Duration.ofDays(2)), "{}"),
                        new ActionLine(
                                "SEEK",
                                "ops@example.com",
                                "jmx",
                                NOW.minus(Duration.ofDays(6)),
                                "{\"from\":{\"at\":\"2026-11-20T00:00:00Z\",\"id\":\"1\"},\"to\":{\"at\":\"2026-11-01T00:00:00Z\",\"id\":\"\"}}")));
    }

    /** One that has never run. */
    public static PipelineView fresh() {
        return new PipelineView(
                NOW,
                NOW,
                null,
                Lines.all(true).get(7),
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                none(),
                none(),
                none(),
                List.of(),
                List.of(),
                List.of());
    }

    private static <T> LedgerPage<T> none() {
        return new LedgerPage<>(List.of(), 0, null, List.of());
    }

    private static List<RunLine> runs() {
        Random random = new Random(7);
        return IntStream.range(0, 50)
                .mapToObj(i -> {
                    boolean failed = i < 3;
                    long lines = failed || random.nextInt(5) == 0 ? 0 : 200 + random.nextInt(9_000);
                    return new RunLine(
                            8_109 - i,
                            failed ? "FAILED" : i == 12 ? "PAGE_LIMIT" : i == 20 ? "SEEK" : "DRAINED",
                            NOW.minus(Duration.ofMinutes(5L * i + 6)),
                            Duration.ofMillis(180 + random.nextInt(1_900)),
                            lines == 0 ? 0 : (int) (lines / 1_000 + 1),
                            lines,
                            lines,
                            lines == 0
                                    ? List.of()
                                    : List.of(
                                            new TableLine("orders", lines / 9, lines / 12, 0, 3, 0, 0),
                                            new TableLine(
                                                    "order_lines",
                                                    lines / 2,
                                                    lines / 7,
                                                    4,
                                                    11,
                                                    i == 4 ? 2 : 0,
                                                    i == 5 ? 6 : 0)),
                            failed
                                    ? "order_lines, record 812 (order_id = 4711, line = 3): foreign key order_lines_article_fkey"
                                    : null);
                })
                .toList();
    }

    private static List<LagSample> lags() {
        return IntStream.range(0, 240)
                .mapToObj(i -> new LagSample(
                        NOW.minus(Duration.ofMinutes(240 - i)),
                        i < 199 ? Duration.ofSeconds(20 + i % 5 * 60L) : Duration.ofMinutes(i - 198)))
                .toList();
    }

    private static SkippedLine skipped(long id, long run, String reason) {
        return new SkippedLine(
                id,
                run,
                "{\"at\":\"2026-11-27T11:02:11.000Z\",\"id\":\"883001\"}",
                "{\"at\":\"2026-11-27T11:04:40.310Z\",\"id\":\"884000\"}",
                1_000,
                reason,
                NOW.minus(Duration.ofHours(3)));
    }

    private static RejectedLine rejected(int i, boolean shown) {
        return new RejectedLine(
                900 + i,
                8_080 + i,
                i % 3 == 2 ? "orders" : "order_lines",
                shown ? "order_id = " + (4_600 + i) + ", line = " + (i + 1) : "hidden: role repair",
                i % 3 == 2 ? "23514" : "22001",
                i % 3 == 2
                        ? "new row for relation \"orders\" violates check constraint \"orders_total_check\""
                        : "value too long for type character varying(80)",
                NOW.minus(Duration.ofMinutes(90 - i)),
                null,
                shown && i == 0
                        ? "{\"order_id\":\"4600\",\"line\":\"1\",\"text\":\"" + "very long ".repeat(30) + "\"}"
                        : null,
                i == 0 ? 10_485_760 : 380);
    }

    private static List<EffectiveOption> options() {
        return List.of(
                new EffectiveOption("consistencyDelay", "10s", true),
                new EffectiveOption("dataSource", "#warehouse", true),
                new EffectiveOption("maximumRedeliveries", "5", false),
                new EffectiveOption("onExhausted", "skip", true),
                new EffectiveOption("pageSize", "1000", false),
                new EffectiveOption("query", SELECT, true),
                new EffectiveOption("tables", "orders,order_lines", true));
    }

    private static final String SELECT =
            """
            SELECT q.* FROM (
              SELECT o.order_id, o.customer, o.total, o.changed_at FROM shop.orders o
            ) q
            WHERE (q.changed_at, q.order_id) OPERATOR(pg_catalog.>) (?, ?)
            ORDER BY q.changed_at, q.order_id
            LIMIT 1001""";

    private static final String MERGE =
            """
            INSERT INTO "public"."order_lines" AS t ("order_id", "line", "article", "quantity", "changed_at")
            SELECT s."order_id", s."line", s."article", s."quantity", s."changed_at" FROM pg_temp."etl_order_lines" s
            ON CONFLICT ("order_id", "line") DO UPDATE SET "article" = EXCLUDED."article", "quantity" = EXCLUDED."quantity\"""";

    public static Plan plan() {
        return new Plan(
                "orders",
                "extract",
                SELECT,
                "Limit  (cost=0.43..61.20 rows=1001 width=48)\n"
                        + "  ->  Index Scan using orders_changed_at_order_id_idx on orders o  (cost=0.43..184220.11"
                        + " rows=3034512 width=48)\n        Index Cond: (ROW(changed_at, order_id) > ROW($1, $2))");
    }

    public static Confirmation seek() {
        return new Confirmation(
                Act.SEEK,
                List.of("orders"),
                List.of(
                        "The cursor goes back from {\"at\":\"2026-11-27T13:50:58.120Z\",\"id\":\"884112\"} to"
                                + " {\"at\":\"2026-11-01T00:00:00Z\",\"id\":\"\"}: rows in between are read and merged again.",
                        "Rows that were deleted at the target since are there again afterwards."),
                Map.of("cursor", "{\"at\":\"2026-11-01T00:00:00Z\",\"id\":\"\"}"));
    }

    public static Confirmation discard() {
        return new Confirmation(
                Act.DISCARD,
                List.of("payments_of_every_shop_in_the_north_and_all_their_refunds_since_2019"),
                List.of(
                        "180 rejected records of order_lines leave the ledger. They can never be replayed: what was in them is lost."),
                Map.of("what", "group", "table", "order_lines", "state", "22001"));
    }

    public static Done done() {
        return new Done(
                Act.PAUSE,
                List.of(
                        new Done.Result("articles", true, "It is paused. Its runs do nothing until it is resumed."),
                        new Done.Result("stock", false, "It needs the role operate.")));
    }

    public static Problem unknown() {
        return new Problem(
                404,
                "No such pipeline",
                "There is no pipeline “ordres” in db.example.com/warehouse, etl. Its name may have changed.");
    }

    public static Problem refused() {
        return new Problem(
                403,
                "Not allowed",
                "To pause a pipeline needs the role operate, which is given by the options operators and repairers of the component.");
    }
}
