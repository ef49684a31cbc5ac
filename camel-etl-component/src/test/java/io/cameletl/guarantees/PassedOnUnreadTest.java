package io.cameletl.guarantees;

import static io.cameletl.internal.source.support.Sources.FAR;
import static io.cameletl.internal.source.support.Sources.asMap;
import static io.cameletl.internal.source.support.Sources.request;
import static io.cameletl.internal.source.support.Sources.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.KeysetCursor;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.page.PostgresSession;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.source.query.CopiedSources;
import io.cameletl.internal.source.query.QuerySource;
import io.cameletl.support.Seeded;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of a query that are passed on unread arrive as those whose values were read, and fail as they do. */
@WithPostgres
class PassedOnUnreadTest {
    /** Types, each with what makes a value of a number: a third of them are nasty. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(
                    "text",
                    "(array['', E'\\t', E'a\\nb\\rc', E'\\\\', E'\\\\N', E'\\\\.', 'ä€😀', E'\\x01\\x0b\\x7f', 'null', E'plain and long enough \\\\ of it', 'plain and long enough for all'])[$ % 11 + 1]"),
            Map.entry("varchar(20)", "repeat(chr(9) || chr(92), $ % 10)"),
            Map.entry("char(5)", "chr(96 + $ % 20)"),
            Map.entry("bool", "$ % 2 = 0"),
            Map.entry("int2", "$ % 30000 - 15000"),
            Map.entry("int8", "9223372036854775807 - $"),
            Map.entry("numeric", "case $ % 5 when 0 then 'NaN' when 1 then '-Infinity' else $ / 7.0 end"),
            Map.entry("float8", "case $ % 5 when 0 then 'NaN' when 1 then 'Infinity' else $ / 7.0 end"),
            Map.entry("float4", "$ / 7.0"),
            Map.entry("money", "($ / 7.0)::numeric::money"),
            Map.entry("uuid", "md5($::text)::uuid"),
            Map.entry("bytea", "decode(md5($::text), 'hex')"),
            Map.entry("bit(3)", "($ % 8)::bit(3)"),
            Map.entry(
                    "date",
                    "case $ % 9 when 0 then 'infinity' when 1 then '0044-03-15 BC' else date '2026-01-01' + $ end"),
            Map.entry(
                    "timestamptz",
                    "case $ % 9 when 0 then '-infinity' else timestamptz '1900-01-01' + $ * interval '1.000001 hours' end"),
            Map.entry("timestamp", "timestamp '2026-01-01' + $ * interval '1.000001 hours'"),
            Map.entry("timetz", "time '12:00:00.5' + $ * interval '1 s'"),
            Map.entry("interval", "$ * interval '-1 day 02:03:04.000007'"),
            Map.entry("json", "json_build_object('k', chr(8364) || E'\\t\\\\\"', 'n', $)"),
            Map.entry("jsonb", "jsonb_build_array($, E'\\n\\\\')"),
            Map.entry("xml", "('<a>&amp;' || $ || '</a>')::xml"),
            Map.entry("text[]", "array['a,b', 'NULL', '', '\"', null, E'\\\\', E'\\t', $::text]"),
            Map.entry("bool[]", "array[true, null, false]"),
            Map.entry("bytea[]", "array[decode(md5($::text), 'hex')]"),
            Map.entry("int4range", "case $ % 4 when 0 then 'empty' else int4range($, $ + 5) end"),
            Map.entry("inet", "inet '10.0.0.0' + $"),
            Map.entry("point", "point($ / 7.0, 1)"),
            Map.entry("mood", "(array['glad', E'so\\tso', 'sad'])[$ % 3 + 1]::mood"),
            Map.entry("small", "$ % 100"),
            Map.entry("yes", "true"),
            Map.entry("pair", "row($, E'x\\\\\\t y')::pair"),
            Map.entry("tsvector", "to_tsvector('simple', 'a b ' || $)"));

    /** Other types that a target's column may have, of which some take no such value. */
    private static final List<String> OTHERS = List.of(
            "text", "text", "varchar(3)", "int4", "bool", "jsonb", "json", "bit(1)", "numeric", "timestamptz", "date");

    @Test
    void all_types(TestDatabase db) {
        types(db);
        Seeded.by("etl.test.unread.seeds", "etl.test.unread.seed", 12)
                .play("Passed on unread", seed -> play(db, Seeded.random(seed)));
    }

    private static void types(TestDatabase db) {
        db.execute(
                "create type mood as enum ('glad', E'so\\tso', 'sad')",
                "create domain small as int check (value < 100)",
                "create domain yes as bool",
                "create type pair as (n int, t text)");
    }

    private static void play(TestDatabase db, Random random) {
        List<String> types = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            types.add(TYPES.keySet().stream().sorted().toList().get(random.nextInt(TYPES.size())));
        }
        List<String> columns = new ArrayList<>(List.of("id int8 primary key"));
        List<String> targets = new ArrayList<>(columns);
        List<String> values = new ArrayList<>(List.of("i"));
        boolean others = random.nextInt(3) == 0;
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i);
            String value = "(" + TYPES.get(type).replace("$", "(i + " + random.nextInt(1_000) + ")") + ")::" + type;
            columns.add("\"c\t" + i + "\" " + type);
            targets.add("\"c\t" + i + "\" "
                    + (others && random.nextInt(2) == 0 ? OTHERS.get(random.nextInt(OTHERS.size())) : type));
            values.add(random.nextBoolean() ? value : "case when i % 3 = 0 then null else " + value + " end");
        }
        int rows = random.nextInt(4) == 0 ? random.nextInt(1, 3000) : random.nextInt(1, 60);
        int page = random.nextInt(3) == 0 ? random.nextInt(1, 4) : random.nextInt(1, 2_000);
        db.execute(
                "drop table if exists source, unread, read",
                "create table source (" + String.join(", ", columns) + ")",
                "create table unread (" + String.join(", ", targets) + ")",
                "create table read (" + String.join(", ", targets) + ")",
                "insert into source select " + String.join(", ", values) + " from generate_series(1, "
                        + Math.min(rows, page * 100) + ") i");
        String asText = "select coalesce(string_agg(t::text, '|' order by id), '') as all from ";

        String unread = copy(db, page, "unread", false, random.nextBoolean());

        assertThat(unread)
                .isEqualTo(copy(db, page, "read", true, false)
                        .replace("\"read\"", "\"unread\"")
                        .replace("read", "unread"));
        assertThat(db.query(asText + "unread t")).isEqualTo(db.query(asText + "read t"));
        if (!others) {
            assertThat(unread).isEmpty();
            assertThat(db.query(asText + "unread t")).isEqualTo(db.query(asText + "source t"));
        }
    }

    /** @return why it failed; empty when it did not */
    private static String copy(TestDatabase db, int pageSize, String table, boolean read, boolean copied) {
        QuerySource source = copied
                ? CopiedSources.of(db.dataSource(), "select * from source", "id")
                : text(db.dataSource(), "select * from source", "id");
        @Nullable KeysetCursor after = null;
        // One session: after a page of new rows, the next goes straight into the table.
        try (PostgresSession session = new PostgresSession(Loads.into(db, Loads.table(table)), "run")) {
            while (true) {
                ExtractResponse<KeysetCursor> page = source.extract(request(after, pageSize, FAR));
                List<?> rows = read
                        ? page.rows().stream().map(row -> (Object) asMap(row)).toList()
                        : page.rows();
                Loads.load(session, new TargetData(table, rows));
                if (!page.hasNextPage()) {
                    return "";
                }
                after = page.endCursor();
            }
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
