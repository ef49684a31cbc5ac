package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.deletable;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cameletl.Rows;
import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A rejected record's JSON, loaded as a map of strings after the fix, gives the row that the record would have given. */
@WithPostgres
class RejectReplayTest {
    private static final TypeReference<LinkedHashMap<String, String>> RECORD = new TypeReference<>() {};

    @Test
    void values_of_all_types_come_out_the_same(TestDatabase db) throws Exception {
        Map<String, Object[]> columns = new LinkedHashMap<>();
        columns.put("id int primary key", record(1, 2, 3L));
        columns.put("b boolean", record(true, "f", null));
        columns.put("i8 bigint", record(Long.MIN_VALUE, 7, null));
        columns.put("f8 float8", record(Double.NaN, 1.0e-300, Double.NEGATIVE_INFINITY));
        columns.put("f4 real", record(0.1f, 3.4e38f, null));
        columns.put("num numeric", record(new BigDecimal("1E+20"), new BigDecimal("-0.000"), "NaN"));
        columns.put("t text", record("tab\t \\N line\nend\r \u00e9 \ud83d\ude00 \"quoted\"", "", "\\N"));
        columns.put("c \"char\"", record('x', "y", null));
        columns.put("v varchar(10)", record(Optional.of("in"), Optional.empty(), " spaces "));
        columns.put("ts timestamp", record(LocalDateTime.of(-4000, 1, 1, 0, 0), LocalDateTime.MAX, "infinity"));
        columns.put("tz timestamptz", record(Instant.parse("2026-03-29T01:30:00.123456Z"), Instant.MIN, null));
        columns.put("d date", record(LocalDate.of(2024, 2, 29), "-infinity", LocalDate.of(-1, 1, 1)));
        columns.put("tm time", record(LocalTime.MAX, LocalTime.MIDNIGHT, null));
        columns.put("ttz timetz", record(OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(5)), "00:00+00", null));
        columns.put("iv interval", record(Duration.ofSeconds(-90_061, 5_000), "1 mon -1 day", null));
        columns.put("j json", record(Map.of("a", List.of(1, "x\u0000")), "[1,  2]", "null"));
        columns.put("jb jsonb", record(Map.of("k", Map.of("n", 1.50)), "\"text\"", null));
        columns.put("by bytea", record(new byte[] {0, 1, -1, '\\'}, new byte[0], null));
        columns.put("u uuid", record(UUID.randomUUID(), UUID.randomUUID().toString(), null));
        columns.put("ip inet", record(InetAddress.getByName("10.0.0.1"), "::1/64", null));
        columns.put("ia int[]", record(new int[] {1, 2}, List.of(), Arrays.asList(1, null)));
        columns.put("ta text[]", record(List.of("a,b", "\"", "\\", "NULL", ""), new String[] {"x"}, null));
        columns.put("r int4range", record("[1,5)", "empty", null));
        columns.put("p point", record("(1,2)", null, null));
        String names = columns.keySet().stream()
                .map(c -> c.split(" ")[0])
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        String definitions = String.join(", ", columns.keySet());
        Object[][] rows = new Object[3][];
        for (int row = 0; row < 3; row++) {
            int number = row;
            rows[row] = columns.values().stream().map(values -> values[number]).toArray();
        }
        db.execute(
                "create table expected (" + definitions + ")",
                "create table t (" + definitions + ", constraint closed check (id < 0))");
        Loads.load(into(db, table("expected")), Loads.data("expected", names, rows));

        Rejecting rejected = Rejecting.load(into(db, table("t")), 3, Loads.data("t", names, rows));
        assertThat(rejected.given()).hasSize(3).allMatch(reject -> "23514".equals(reject.sqlState()));
        assertThat(db.count("t")).isZero();
        db.execute("alter table t drop constraint closed");
        Loads.load(into(db, table("t")), replayed(rejected.given()));

        assertThat(db.query("select * from t order by id").toString().replaceAll("\\[B@\\w+", "bytes"))
                .isEqualTo(db.query("select * from expected order by id")
                        .toString()
                        .replaceAll("\\[B@\\w+", "bytes"));
        assertThat(db.<Boolean>value(
                        "select bool_and(row(t.*)::record *= row(e.*)::record) from t join expected e" + " using (id)"))
                .isTrue();
    }

    @Test
    void deletes_are_deletes_again(TestDatabase db) throws Exception {
        db.execute(
                "create table t (id int primary key)",
                "create table child (t int references t)",
                "insert into t select generate_series(1, 8)",
                "insert into child select generate_series(1, 8)");
        Object[] flags = {true, Instant.EPOCH, 1, "yes", new BigDecimal("0.50"), 'y', LocalDate.EPOCH};
        Object[][] rows = new Object[flags.length][];
        for (int i = 0; i < flags.length; i++) {
            rows[i] = record(i + 1, flags[i]);
        }

        Rejecting rejected = Rejecting.load(into(db, deletable("t")), 10, Loads.data("t", "id gone", rows));
        assertThat(rejected.given()).hasSize(flags.length);
        db.execute("delete from child");
        Loads.load(into(db, deletable("t")), replayed(rejected.given()));

        assertThat(db.query("select id from t")).containsExactly(Map.of("id", 8));
    }

    @Test
    void what_is_no_delete_is_none_again(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, n int check (n > 0))");
        Object[] flags = {false, 0, 0.0, new BigDecimal("0.00"), new BigDecimal("-0"), "off", null, 0L};
        Object[][] rows = new Object[flags.length][];
        for (int i = 0; i < flags.length; i++) {
            rows[i] = record(i + 1, -1, flags[i]);
        }

        Rejecting rejected = Rejecting.load(into(db, deletable("t")), 10, Loads.data("t", "id n gone", rows));
        assertThat(rejected.given()).hasSize(flags.length);
        db.execute("alter table t drop constraint t_n_check");
        Loads.load(into(db, deletable("t")), replayed(rejected.given()));

        assertThat(db.count("t")).isEqualTo(flags.length);
    }

    @Test
    void a_half_of_a_surrogate_pair_is_kept_escaped(TestDatabase db) throws Exception {
        db.execute("create table t (id int primary key, a text)");

        RejectedRecord reject = Rejecting.load(
                        into(db),
                        1,
                        new TargetData("t", new Rows(List.of("id", "a"), List.<Object[]>of(record(1, "\ud83d!")))))
                .only();

        assertThat(reject.record()).isEqualTo("{\"id\":\"1\",\"a\":\"\\ud83d!\"}");
        assertThat(new ObjectMapper().readValue(reject.record(), RECORD)).containsEntry("a", "\ud83d!");
    }

    private static TargetData replayed(List<RejectedRecord> rejected) throws JsonProcessingException {
        List<Map<String, String>> records = new ArrayList<>();
        for (RejectedRecord reject : rejected) {
            records.add(new ObjectMapper().readValue(reject.record(), RECORD));
        }
        return new TargetData(rejected.get(0).table(), records);
    }
}
