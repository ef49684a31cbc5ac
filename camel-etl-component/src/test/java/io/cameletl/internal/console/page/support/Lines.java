package io.cameletl.internal.console.page.support;

import io.cameletl.internal.console.view.Act;
import io.cameletl.internal.console.view.Condition;
import io.cameletl.internal.console.view.PipelineLine;
import io.cameletl.internal.console.view.PipelineLine.Ledgers;
import io.cameletl.internal.console.view.PipelineLine.RunMark;
import io.cameletl.internal.console.view.PipelineLine.RunningNow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** Pipelines in the list of all, one in each condition. */
final class Lines {
    static final Instant NOW = Instant.parse("2026-11-27T14:32:07Z");
    private static final Ledgers EMPTY = new Ledgers(0, 0, 0);

    private Lines() {}

    static List<PipelineLine> all(boolean acts) {
        return List.of(
                orders(acts),
                payments(acts),
                stock(acts),
                prices(acts),
                invoices(acts),
                customers(acts),
                articles(acts),
                returns(acts));
    }

    static PipelineLine orders(boolean acts) {
        return line(
                "orders",
                Condition.OPEN,
                "until 14:36, then one try",
                Duration.ofMinutes(41),
                NOW.minus(Duration.ofMinutes(41)),
                null,
                marks(8_090, 17, 2_400, "FAILED", "FAILED", "FAILED"),
                NOW.plus(Duration.ofMinutes(4)),
                3,
                "order_lines, record 812 (order_id = 4711, line = 3): foreign key order_lines_article_fkey, no article"
                        + " “K-204”. Load articles first, or add the row; then close the breaker.",
                new Ledgers(2, 0, 0),
                acts(acts, Act.CLOSE_BREAKER, Act.RUN, Act.PAUSE, Act.REPLAY, Act.DISCARD, Act.SEEK));
    }

    private static PipelineLine stock(boolean acts) {
        return line(
                "stock",
                Condition.STALLED,
                "waits for session 4471 (psql, “LOCK TABLE stock”)",
                Duration.ofMinutes(4),
                NOW.minus(Duration.ofMinutes(4)),
                new RunningNow(
                        8_112,
                        NOW.minus(Duration.ofMinutes(5)),
                        "LOAD",
                        NOW.minus(Duration.ofMinutes(4)),
                        3,
                        2_000,
                        6.6,
                        "node-1/4471"),
                marks(8_092, 20, 900),
                null,
                0,
                null,
                EMPTY,
                acts(acts, Act.STOP, Act.PAUSE));
    }

    private static PipelineLine prices(boolean acts) {
        return line(
                "prices",
                Condition.LATE,
                "allowed 10 min; held by a transaction at the source since 14:06, session 902, app “nightly-report”",
                Duration.ofMinutes(26),
                NOW.minus(Duration.ofSeconds(64)),
                null,
                marks(120, 20, 40),
                NOW.plusSeconds(53),
                0,
                null,
                EMPTY,
                acts(acts, Act.RUN, Act.PAUSE, Act.SEEK));
    }

    private static PipelineLine payments(boolean acts) {
        return line(
                "payments_of_every_shop_in_the_north_and_all_their_refunds_since_2019",
                Condition.FAILING,
                "the target table public.payments is gone",
                Duration.ofSeconds(95),
                NOW.minusSeconds(90),
                null,
                marks(31, 19, 12, "FAILED"),
                NOW.plusSeconds(5),
                1,
                "ERROR: relation \"public.payments\" does not exist (SQLSTATE 42P01). Create it, or name the table that"
                        + " is meant by the option tables.",
                new Ledgers(0, 14, 3),
                acts(acts, Act.RUN, Act.PAUSE, Act.REPLAY, Act.DISCARD, Act.SEEK));
    }

    private static PipelineLine invoices(boolean acts) {
        return line(
                "invoices",
                Condition.PAUSED,
                "by m.k. since Tuesday: “migration”",
                Duration.ofHours(51),
                NOW.minus(Duration.ofHours(51)),
                null,
                marks(2_201, 20, 300),
                null,
                0,
                null,
                new Ledgers(12, 198, 0),
                acts(acts, Act.RESUME, Act.REPLAY, Act.DISCARD, Act.SEEK));
    }

    static PipelineLine customers(boolean acts) {
        return line(
                "customers",
                Condition.RUNNING,
                "first load",
                null,
                null,
                new RunningNow(
                        1,
                        NOW.minusSeconds(11),
                        "EXTRACT",
                        NOW.minusMillis(300),
                        125,
                        1_240_000,
                        118_400.0,
                        "node-2/311"),
                List.of(),
                null,
                0,
                null,
                EMPTY,
                acts(acts, Act.STOP, Act.PAUSE));
    }

    private static PipelineLine articles(boolean acts) {
        return line(
                "articles",
                Condition.OK,
                null,
                Duration.ofSeconds(11),
                NOW.minusSeconds(8),
                null,
                marks(44_017, 20, 500),
                NOW.plusSeconds(3),
                0,
                null,
                EMPTY,
                acts(acts, Act.RUN, Act.PAUSE, Act.SEEK));
    }

    private static PipelineLine returns(boolean acts) {
        return line(
                "returns",
                Condition.NEVER,
                null,
                null,
                null,
                null,
                List.of(),
                NOW.plusSeconds(113),
                0,
                null,
                EMPTY,
                acts(acts, Act.RUN, Act.PAUSE, Act.SEEK));
    }

    private static PipelineLine line(
            String name,
            Condition condition,
            String why,
            Duration lag,
            Instant lastGood,
            RunningNow running,
            List<RunMark> runs,
            Instant next,
            int failures,
            String error,
            Ledgers ledgers,
            Set<Act> acts) {
        return new PipelineLine(
                name,
                condition,
                why,
                also(condition, running, failures),
                lag,
                lastGood,
                running,
                runs,
                next,
                failures,
                error,
                ledgers,
                condition == Condition.PAUSED,
                !name.equals("returns"),
                acts);
    }

    private static List<Condition> also(Condition worst, RunningNow running, int failures) {
        List<Condition> also = new ArrayList<>();
        if (failures > 0 && worst != Condition.FAILING) {
            also.add(Condition.FAILING);
        }
        if (running != null && worst != Condition.RUNNING) {
            also.add(Condition.RUNNING);
        }
        return also;
    }

    private static Set<Act> acts(boolean any, Act... acts) {
        return any ? Set.of(acts) : EnumSet.noneOf(Act.class);
    }

    /** Good runs, then some of other outcomes. */
    private static List<RunMark> marks(long first, int good, int rows, String... then) {
        Random random = new Random(first);
        List<RunMark> marks = new ArrayList<>();
        IntStream.range(0, good + then.length)
                .forEach(i -> marks.add(new RunMark(
                        first + i,
                        i < good ? "DRAINED" : then[i - good],
                        NOW.minus(Duration.ofMinutes(5L * (good + then.length - i))),
                        Duration.ofMillis(300 + random.nextInt(900)),
                        i < good && random.nextInt(6) > 0 ? random.nextInt(rows) : 0)));
        return marks;
    }
}
