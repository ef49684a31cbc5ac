package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that go from server to server in binary are those that go as texts, whatever their types are on both sides. */
@Tag("slow")
@WithPostgres
class BinaryPagesTest {
    private static final int ROWS = 200;
    private static final String ALL = "select items::text from items order by id::text collate \"C\"";

    /** Values of a type, each a literal in SQL. */
    private static final Map<String, List<String>> VALUES = Map.ofEntries(
            Map.entry("bool", List.of("true", "false")),
            Map.entry("bytea", List.of("'\\x'", "'\\x00ff5c0a09'", "decode(md5('a'), 'hex')")),
            Map.entry("int2", List.of("-32768", "0", "32767")),
            Map.entry("int4", List.of("-2147483648", "0", "7", "2147483647")),
            Map.entry("int8", List.of("-9223372036854775808", "0", "9223372036854775807")),
            Map.entry("float4", List.of("'-0'", "'NaN'", "'Infinity'", "1.1754944e-38", "0.1")),
            Map.entry("float8", List.of("'-0'", "'NaN'", "'-Infinity'", "5e-324", "0.1", "1e308")),
            Map.entry("numeric", List.of("'NaN'", "'Infinity'", "1.10", "-0.000", "1e-100", "123456789e50")),
            Map.entry("numeric(12,3)", List.of("'NaN'", "1.1", "-999999999.999")),
            Map.entry("text", List.of("''", "'\\N'", "E'\\t\\n\\r\\\\'", "'é€😀'", "' t '", "repeat('x', 3000)")),
            Map.entry("varchar(20)", List.of("''", "'\\.'", "'12345678901234567890'", "' é '")),
            Map.entry("char(7)", List.of("''", "'a'", "' b'", "'1234567'")),
            Map.entry("json", List.of("'{\"a\": [1,  2]}'", "'null'", "'\"\\ud83d\\ude00\"'")),
            Map.entry("jsonb", List.of("'{\"b\": 1.10, \"a\": null}'", "'[]'", "'\"x\"'")),
            Map.entry(
                    "date", List.of("'infinity'", "'-infinity'", "'4713-01-01 BC'", "'2024-02-29'", "'5874897-12-31'")),
            Map.entry("time", List.of("'00:00'", "'24:00'", "'23:59:59.999999'")),
            Map.entry("timetz", List.of("'00:00+15:59'", "'24:00-11'", "'12:30:00.5+05:45'")),
            Map.entry(
                    "timestamp",
                    List.of("'infinity'", "'4713-01-01 BC'", "'2024-03-31 02:30'", "'294276-12-31 23:59:59.999999'")),
            Map.entry("timestamptz", List.of("'-infinity'", "'2024-10-27 02:30:00.000001+02'", "'0001-01-01 BC'")),
            Map.entry("timestamp(0)", List.of("'2024-03-31 02:30:01'")),
            Map.entry("interval", List.of("'0'", "'-1 mon 30 days -00:00:01.5'", "'178000000 years'")),
            Map.entry("uuid", List.of("'00000000-0000-0000-0000-000000000000'", "md5('u')::uuid")));

    /** What else a column at the target may be. */
    private static final Map<String, List<String>> OTHERS = Map.of(
            "int2", List.of("int4", "int8", "numeric"),
            "int4", List.of("int8", "text"),
            "float4", List.of("text"),
            "varchar(20)", List.of("text", "varchar", "char(30)"),
            "char(7)", List.of("text", "varchar(9)"),
            "json", List.of("jsonb", "text"),
            "jsonb", List.of("json", "text"),
            "timestamp", List.of("timestamptz", "text"),
            "timestamptz", List.of("text"),
            "numeric(12,3)", List.of("numeric", "numeric(14,1)"));

    private Random random;
    private int inBinary;

    @Test
    void rows_are_the_same_in_binary_and_as_texts(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        Seeded.times(4).play("Binary pages", seed -> {
            random = Seeded.random(seed);
            play(source, target);
        });

        assertThat(inBinary).isPositive();
    }

    private void play(TestDatabase source, TestDatabase target) throws Exception {
        List<String> types = new ArrayList<>();
        for (int columns = 1 + random.nextInt(8); columns > 0; columns--) {
            types.add(List.copyOf(VALUES.keySet()).get(random.nextInt(VALUES.size())));
        }
        boolean alike = random.nextInt(3) > 0;
        boolean domains = random.nextInt(3) == 0;
        String key = List.of("int4", "int8", "text", "uuid").get(random.nextInt(4));
        source.execute(
                "drop schema public cascade",
                "create schema public",
                "create table items (id " + key + " primary key, " + columns(types)
                        + ", updated_at timestamptz not null)");
        fill(source, key, types);
        List<String> at = types.stream().map(type -> alike ? type : other(type)).toList();
        List<?> first = rowsOf(source, target, key, at, domains, 40);
        assertThat(first.size()).isEqualTo(ROWS);
        assertThat(rowsOf(source, target, key, at, domains, 0)).isEqualTo(first);
        if (alike) {
            assertThat(source.query(ALL)).isEqualTo(first);
        }
    }

    private String other(String type) {
        List<String> others = OTHERS.getOrDefault(type, List.of(type));
        return random.nextBoolean() ? type : others.get(random.nextInt(others.size()));
    }

    private static String columns(List<String> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> "c" + i + " " + types.get(i))
                .collect(Collectors.joining(", "));
    }

    private void fill(TestDatabase source, String key, List<String> types) {
        String id = key.equals("text") ? "'k' || i" : key.equals("uuid") ? "md5(i::text)::uuid" : "i";
        String values = types.stream().map(this::value).collect(Collectors.joining(", "));
        source.execute(
                "insert into items select " + id + ", " + values
                        + ", timestamptz '2026-01-01' + i * interval '1 s' from generate_series(1, " + ROWS + ") i",
                "create unique index on items (updated_at, id)",
                "analyze items");
    }

    /** One value after the other, and NULL. */
    private String value(String type) {
        List<String> values = VALUES.get(type);
        String cases = IntStream.range(0, values.size())
                .mapToObj(i -> "when " + i + " then (" + values.get(i) + ")::" + type)
                .collect(Collectors.joining(" "));
        return "(case (i + " + random.nextInt(9) + ") % " + (values.size() + 1) + " " + cases + " end)::" + type;
    }

    /** The target's rows after a first load, one of changed rows, and one of equal rows. */
    private List<?> rowsOf(
            TestDatabase source, TestDatabase target, String key, List<String> types, boolean domains, int backlog)
            throws Exception {
        List<String> made = new ArrayList<>();
        target.execute("drop schema public cascade", "create schema public");
        for (int i = 0; i < types.size(); i++) {
            if (domains) {
                target.execute("create domain d" + i + " as " + types.get(i));
            }
            made.add(domains ? "d" + i : types.get(i));
        }
        target.execute("create table items (id " + key + " primary key, " + columns(made)
                + ", updated_at timestamptz not null)");
        StatementLog log = new StatementLog(target.dataSource());
        String options = "query=RAW(select * from items)&sourceDataSource=#source&cursorColumns=updated_at,id"
                + "&dataSource=#target&tables=items&versionColumn=updated_at&consistencyDelay=0&pageSize=5&backlogPageSize="
                + backlog;
        try (Etl etl = new Etl(source.dataSource(), log, "items").route(options)) {
            etl.drain();
            target.execute("update items set updated_at = '2020-01-01', c0 = null where id::text like '%1%'");
            etl.reset(false);
            etl.drain();
        }
        boolean binary = log.all().stream().anyMatch(sql -> sql.startsWith("COPY ") && sql.endsWith("(FORMAT binary)"));
        assertThat(binary && backlog == 0).isFalse();
        inBinary += binary ? 1 : 0;
        return target.query(ALL);
    }
}
