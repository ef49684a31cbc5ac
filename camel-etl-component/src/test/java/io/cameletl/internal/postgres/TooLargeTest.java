package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.BadRecordException;
import io.cameletl.EtlException;
import io.cameletl.TargetData;
import io.cameletl.internal.postgres.support.Loads;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is larger than PostgreSQL takes it is named, and can be set aside. */
@WithPostgres
class TooLargeTest {
    /** No compression makes it fit into an index entry. */
    private static final String LONG = new Random(1)
            .ints(9_000, 'a', 'z' + 1)
            .mapToObj(c -> String.valueOf((char) c))
            .collect(Collectors.joining());

    private static TargetData page() {
        return many("t", "id code", 0, 100, i -> record(i, i == 42 ? LONG : "c" + i));
    }

    private static void create(TestDatabase db) {
        db.execute("create table t (id int primary key, code text unique)");
    }

    @Test
    void a_value_too_long_for_an_index_fails_the_page_and_its_record_is_named(TestDatabase db) {
        create(db);

        assertThatThrownBy(() -> Loads.load(into(db, table("t")), page()))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("id = 42")
                .hasMessageContaining("a value is larger than PostgreSQL, or an index over its column, takes")
                .hasMessageContaining("54000");
        assertThat(db.count("t")).isZero();
    }

    @Test
    void a_value_too_long_for_an_index_is_set_aside_where_records_may_be(TestDatabase db) {
        create(db);

        Rejecting loaded = Rejecting.load(into(db, table("t")), 1, page());

        assertThat(loaded.only().key()).isEqualTo("id = 42");
        assertThat(loaded.only().sqlState()).isEqualTo("54000");
        assertThat(db.count("t")).isEqualTo(99);
    }

    @Test
    void a_table_with_as_many_columns_as_there_can_be_is_refused_with_the_number(TestDatabase db) {
        String columns = IntStream.rangeClosed(1, 1_600).mapToObj(i -> "c" + i).collect(Collectors.joining(" "));
        db.execute("create table t (" + columns.replace(" ", " int2, ").replaceFirst("c1 int2", "c1 int2 primary key")
                + " int2)");
        Object[] values = IntStream.rangeClosed(1, 1_600).mapToObj(i -> null).toArray();
        values[0] = 1;

        assertThatThrownBy(() -> Loads.load(into(db, table("t")), Loads.data("t", columns, values)))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("fill 1600 columns, and 1598 is the most")
                .hasMessageContaining("Leave some out of the records");

        String fewer = columns.substring(0, columns.indexOf(" c1599"));
        Object[] most = java.util.Arrays.copyOf(values, 1_598);
        assertThat(Loads.load(into(db, table("t")), Loads.data("t", fewer, most)))
                .containsEntry("t", counts(1, 1, 0, 0, 0));
    }
}
