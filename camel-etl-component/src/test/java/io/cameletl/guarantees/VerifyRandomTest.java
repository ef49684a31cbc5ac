package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.guarantees.support.ComparedKey;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.OneIn;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables with keys of all kinds, changed behind the pipeline's back on both sides: each difference is found, and no other. */
@Tag("slow")
@WithPostgres
class VerifyRandomTest {
    private static final String TYPES = "create type mood as enum (%s); create domain code as bigint check (value > 0)";
    private static final String COLUMNS =
            ", v text, n numeric(8,2), t timestamptz, j jsonb, f float8, b bytea," + " i interval, a int[]";

    private static final List<String> EDITS = List.of(
            "v = 'other'",
            "n = n + 0.01",
            "t = null",
            "j = '{}'",
            "f = f + 1e-9",
            "b = '\\x'",
            "i = i + interval '1 us'",
            "a = '[0:1]={1,2}'");

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void types(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        source.execute(TYPES.formatted("'sad', 'ok', 'glad'"));
        target.execute(TYPES.formatted("'glad', 'sad', 'ok'"));
    }

    @ParameterizedTest
    @OneIn(7)
    @EnumSource
    void every_difference_is_found_and_no_other(ComparedKey key) {
        Seeded.times(1).play("Keys " + key, seed -> play(key, Seeded.random(seed)));
    }

    private void play(ComparedKey key, Random random) throws Exception {
        int rows = random.nextInt(4) == 0 ? random.nextInt(3) : 1 + random.nextInt(1500);
        int range = rows > 300 ? pick(random, List.of(100, 1000, 50_000)) : 1 + random.nextInt(20);
        create(key, rows);
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "things")
                .route("query=RAW(select " + key.names()
                        + ", v, n, t, j, f, b, i, a, at, seq, gone from things)&sourceDataSource=#source&dataSource=#target"
                        + "&tables=things&cursorColumns=at,seq&omitColumns=at,seq&deletedColumn=gone&consistencyDelay=0"
                        + "&verifyRangeSize=" + range)) {
            etl.drain();
            VerificationReport equal = etl.verify();
            assertThat(equal.examples())
                    .as("%s rows in ranges of %s", rows, range)
                    .isEmpty();
            assertThat(equal.sourceRows()).isEqualTo(source.<Long>value("select count(*) from things where not gone"));
            Map<Kind, Set<String>> expected = change(key, rows, random);
            VerificationReport report = etl.verify();
            assertThat(report.outcome()).isEqualTo(RunOutcome.VERIFIED);
            assertThat(found(report)).as("%s rows in ranges of %s", rows, range).isEqualTo(expected);
            assertThat(report.differences())
                    .isEqualTo(expected.values().stream().mapToLong(Set::size).sum());
        }
    }

    private static <T> T pick(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private void create(ComparedKey key, int rows) {
        source.execute(
                "drop table if exists things",
                """
                create table things (%s %s, at timestamptz not null default now(), seq bigint not null unique,
                    gone boolean not null default false, primary key (%s))
                """
                        .formatted(key.atSource(), COLUMNS.replace("numeric(8,2)", "numeric"), key.names()));
        target.execute(
                "drop table if exists things, etl_pipeline, etl_run, etl_verification",
                "create table things (%s %s, more text default 'x', primary key (%s))"
                        .formatted(key.atTarget(), COLUMNS, key.names()));
        source.execute(
                """
                insert into things (%s, v, n, t, j, f, b, i, a, seq, gone)
                select %s, case when n %% 5 <> 0 then 'v"' || n || ',' end, n / 3.0, now() - n * interval '1 minute',
                    jsonb_build_object('n', n), n / 7.0, decode(md5(n::text), 'hex'), n * interval '1 hour', array[n, null, 2], n,
                    n %% 11 = 0
                from generate_series(1, %d) n
                """
                        .formatted(key.names(), key.value(), rows));
    }

    /** @return what differs now */
    private Map<Kind, Set<String>> change(ComparedKey key, int rows, Random random) {
        List<Integer> due = new ArrayList<>();
        for (int n = 1; n <= rows; n++) {
            if (n % 11 != 0) {
                due.add(n);
            }
        }
        Collections.shuffle(due, random);
        Map<Kind, Set<String>> expected = new TreeMap<>();
        for (int i = 0; i < Math.min(due.size(), random.nextInt(15)); i++) {
            int n = due.get(i);
            String where =
                    " where (" + key.names() + ") = (select " + key.value() + " from (values (" + n + ")) x (n))";
            Kind kind = List.of(Kind.MISSING, Kind.DIFFERENT, Kind.SURPLUS).get(random.nextInt(3));
            Set<String> known = expected.computeIfAbsent(kind, none -> new TreeSet<>());
            if (known.size() == 5) {
                continue;
            }
            known.add(shown(key, n));
            String there = where.replace("(select " + key.value(), "(select " + atTarget(key));
            switch (kind) {
                case MISSING -> target.execute("delete from things" + there);
                case DIFFERENT -> target.execute("update things set " + pick(random, EDITS) + there);
                default -> source.execute("delete from things" + where);
            }
        }
        expected.values().removeIf(Set::isEmpty);
        return expected;
    }

    private static String atTarget(ComparedKey key) {
        return key == ComparedKey.INT_INTO_TEXT ? "n::text" : key.value();
    }

    private String shown(ComparedKey key, int n) {
        String time = key == ComparedKey.TIME
                ? "to_char(k at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.FF1') || '+00'"
                : "cast(k as text)";
        boolean both = key.names().contains("l");
        return source.value("select 'k=' || " + time + (both ? " || ', l=' || l" : "") + " from (select " + key.value()
                + " from (values (" + n + ")) x (n)) y (" + key.names() + ")");
    }

    private static Map<Kind, Set<String>> found(VerificationReport report) {
        return report.examples().stream()
                .collect(Collectors.groupingBy(
                        Difference::kind,
                        TreeMap::new,
                        Collectors.mapping(Difference::key, Collectors.toCollection(TreeSet::new))));
    }
}
