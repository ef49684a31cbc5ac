package io.cameletl.internal.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.cameletl.BadRecordException;
import io.cameletl.Rows;
import io.cameletl.internal.outlet.Value;
import io.cameletl.internal.values.UnwritableValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsTest {
    record User(long id, String displayName, @JsonProperty("E-Mail") String email) {}

    private record Hidden(int id) {}

    static class Account {
        private final String id;

        Account(String id) {
            this.id = id;
        }

        public String getAccountId() {
            return id;
        }

        public boolean isActive() {
            return true;
        }

        @JsonIgnore
        public String getSecret() {
            return "secret";
        }

        @java.beans.Transient
        public String getComputed() {
            return "computed";
        }
    }

    static final class SpecialAccount extends Account {
        SpecialAccount(String id) {
            super(id);
        }
    }

    static final class LargerAccount extends Account {
        LargerAccount(String id) {
            super(id);
        }

        public int getSize() {
            return 3;
        }
    }

    static final class Failing {
        public String getName() {
            throw new IllegalStateException("no name");
        }
    }

    @Test
    void rows_keep_their_columns_and_values() {
        Records records = read(new Rows(List.of("b", "a"), List.of(new Object[] {"1", null}, new Object[] {"2", "x"})));
        assertThat(records.columns()).containsExactly("b", "a");
        assertThat(values(records)).containsExactly(Arrays.asList("1", null), List.of("2", "x"));
    }

    @Test
    void rows_without_a_row_still_have_columns() {
        assertThat(read(new Rows(List.of("a"), List.of())).columns()).containsExactly("a");
        assertThat(read(List.of()).columns()).isEmpty();
    }

    @Test
    void maps_have_the_columns_of_the_first_in_any_order() {
        Records records = read(List.of(map("a", 1, "b", null), map("b", 2, "a", null)));
        assertThat(records.columns()).containsExactly("a", "b");
        assertThat(values(records)).containsExactly(Arrays.asList(1, null), Arrays.asList(null, 2));
    }

    @Test
    void a_map_that_lacks_a_column_is_refused() {
        refuses(List.of(map("a", 1, "b", 2), map("a", 1)), "record 2: the record lacks the column b, which the first");
    }

    @Test
    void a_map_with_a_column_more_is_refused() {
        refuses(List.of(map("a", 1), map("a", 1, "b", 2)), "record 2: the record has the column b, which the first");
    }

    @Test
    void a_map_with_a_key_that_is_no_name_is_refused() {
        refuses(List.of(Map.of(1, 2)), "the key 1 is no String");
    }

    @Test
    void java_records_are_read_in_snake_case_unless_they_say_otherwise() {
        Records records = read(List.of(new User(1, "Ann", "a@x"), new User(2, "Bob", "b@x")));
        assertThat(records.columns()).containsExactlyInAnyOrder("id", "display_name", "E-Mail");
        assertThat(records.value(1, records.columns().indexOf("display_name"))).isEqualTo("Bob");
        assertThat(records.value(1, records.columns().indexOf("E-Mail"))).isEqualTo("b@x");
        assertThat(values(read(List.of(new Hidden(7))))).containsExactly(List.of(7));
    }

    @Test
    void beans_are_read_by_their_getters_save_the_ignored() {
        Records records = read(List.of(new Account("x")));
        assertThat(records.columns()).containsExactlyInAnyOrder("account_id", "active");
        assertThat(records.value(0, records.columns().indexOf("account_id"))).isEqualTo("x");
        assertThat(records.value(0, records.columns().indexOf("active"))).isEqualTo(true);
    }

    @Test
    void a_subclass_with_the_same_columns_may_be_among_them() {
        Records records = read(List.of(new Account("x"), new SpecialAccount("y"), new Account("z")));
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> records.value(i, records.columns().indexOf("account_id"))))
                .containsExactly("x", "y", "z");
    }

    @Test
    void a_subclass_with_other_columns_may_not() {
        refuses(List.of(new Account("x"), new LargerAccount("y")), "record 2: the record is a ", "LargerAccount with");
    }

    @Test
    void maps_and_beans_may_not_be_mixed() {
        refuses(List.of(map("a", 1), new Hidden(1)), "record 2: the record is a ", "the records before it are maps");
        refuses(List.of(new Hidden(1), map("id", 1)), "record 2: a java.util.LinkedHashMap is no record");
    }

    @Test
    void a_null_is_no_record() {
        refuses(Arrays.asList(map("a", 1), null), "record 2: the record is null");
        refuses(Arrays.asList(new Hidden(1), null), "record 2: the record is null");
        refuses(Arrays.asList(null, new Hidden(1)), "record 1: the record is null");
    }

    @ParameterizedTest
    @MethodSource
    void no_other_value_is_a_record(Object value) {
        refuses(List.of(value), "is no record: it must be a Map");
    }

    static List<Object> no_other_value_is_a_record() {
        return List.of("text", 1, List.of(1), new Object[] {1}, new Object(), Thread.State.NEW);
    }

    @Test
    void a_value_whose_getter_fails_says_so_when_it_is_written() {
        assertThat(read(List.of(new Failing())).value(0, 0))
                .isInstanceOfSatisfying(UnwritableValue.class, value -> assertThat(Value.plain(value.reason()))
                        .contains("reading the column name of a ", "IllegalStateException: no name"));
    }

    @Test
    void a_column_that_comes_twice_is_refused() {
        Rows rows = new Rows(List.of("a", "a"), List.<Object[]>of(new Object[] {1, 2}));
        refuses(rows, "column a: the records have this column twice");
    }

    @Test
    void records_for_the_same_table_are_joined() {
        Records both = read(List.of(map("a", 1, "b", 2))).and(read(List.of(map("b", 4, "a", 3))));
        assertThat(both.columns()).containsExactly("a", "b");
        assertThat(values(both)).containsExactly(List.of(1, 2), List.of(3, 4));
        assertThat(read(List.of()).and(both)).isSameAs(both);
        assertThat(both.and(read(List.of()))).isSameAs(both);
    }

    @Test
    void records_of_other_columns_are_not_joined() {
        Records first = read(List.of(map("a", 1)));
        Records next = read(List.of(map("b", 1)));
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> first.and(next))
                .withMessageContaining("record 2: the record lacks the column a");
    }

    @Test
    void a_key_is_named_with_its_values_shortened() {
        Records records = Records.of(
                "p", "t", List.of("tenant", "id", "absent"), List.of(map("id", "x".repeat(100), "tenant", 5)));
        assertThat(Value.plain(records.key(0))).isEqualTo("tenant = 5, id = " + "x".repeat(59) + "…");
        assertThat(Value.plain(records.key(1))).isEmpty();
    }

    private static Records read(List<?> records) {
        return Records.of("p", "users", List.of("id"), records);
    }

    private static List<List<Object>> values(Records records) {
        List<List<Object>> all = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            int row = i;
            all.add(new ArrayList<>());
            IntStream.range(0, records.columns().size())
                    .forEach(c -> all.get(row).add(records.value(row, c)));
        }
        return all;
    }

    private static void refuses(List<?> records, String... parts) {
        assertThatExceptionOfType(BadRecordException.class)
                .isThrownBy(() -> read(records))
                .withMessageStartingWith("pipeline \"p\": table users, record ")
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put((String) entries[i], entries[i + 1]);
        }
        return map;
    }
}
