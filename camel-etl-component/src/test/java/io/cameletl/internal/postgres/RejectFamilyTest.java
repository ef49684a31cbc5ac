package io.cameletl.internal.postgres;

import static io.cameletl.internal.postgres.support.Loads.counts;
import static io.cameletl.internal.postgres.support.Loads.data;
import static io.cameletl.internal.postgres.support.Loads.into;
import static io.cameletl.internal.postgres.support.Loads.many;
import static io.cameletl.internal.postgres.support.Loads.record;
import static io.cameletl.internal.postgres.support.Loads.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.TargetData;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.plan.PostgresTargetSpec;
import io.cameletl.internal.postgres.support.Rejecting;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rejected parent rejects its children in the page, and they theirs. */
@WithPostgres
class RejectFamilyTest {
    @BeforeEach
    void createTables(TestDatabase db) {
        db.execute(
                "create table users (id int primary key, n int check (n > 0))",
                "create table credentials (id int primary key, user_id int not null references users, kind text)",
                "create table identifiers (credential int references credentials, name text,"
                        + " primary key (credential, name))");
    }

    @Test
    void children_and_grandchildren_go_with_a_parent_that_the_merge_refuses(TestDatabase db) {
        assertFamilyRejected(db, -1, "23514");
    }

    @Test
    void children_and_grandchildren_go_with_a_parent_whose_text_is_refused(TestDatabase db) {
        assertFamilyRejected(db, "many", "22P02");
    }

    @Test
    void children_and_grandchildren_go_with_a_parent_that_cannot_be_written(TestDatabase db) {
        assertFamilyRejected(db, new Object(), null);
    }

    @Test
    void a_child_of_a_parent_whose_older_version_is_there_is_loaded(TestDatabase db) {
        db.execute("insert into users values (5, 1)", "insert into credentials values (51, 5, 'old')");

        Rejecting loaded = Rejecting.load(
                target(db),
                5,
                data("users", "id n", record(5, -1), record(6, -1), record(7, 1)),
                data(
                        "credentials",
                        "id user_id kind",
                        record(50, 5, "new"),
                        record(51, 6, "moved"),
                        record(70, 7, "x")));

        assertThat(loaded.keys()).containsExactly("id = 5", "id = 6", "id = 51");
        assertThat(db.query("select * from credentials order by id"))
                .containsExactly(
                        Map.of("id", 50, "user_id", 5, "kind", "new"),
                        Map.of("id", 51, "user_id", 5, "kind", "old"),
                        Map.of("id", 70, "user_id", 7, "kind", "x"));
        assertThat(db.<Integer>value("select n from users where id = 5")).isOne();
    }

    @Test
    void the_tries_do_not_grow_with_the_number_of_children(TestDatabase db) {
        TargetData users = many("users", "id n", 0, 1_000, i -> record(i, i == 500 ? -1 : 1));

        Rejecting loaded = Rejecting.load(
                target(db),
                10_000,
                users,
                many("credentials", "id user_id kind", 0, 10_000, i -> record(i, i % 2 == 0 ? 500 : i % 500, "k")));

        System.out.println("a bad parent with 5000 children: " + loaded.attempts() + " load attempts");
        assertThat(loaded.given()).hasSize(5_001);
        assertThat(loaded.attempts()).isLessThan(40);
        assertThat(db.count("credentials")).isEqualTo(5_000);
    }

    private static void assertFamilyRejected(TestDatabase db, Object badValue, String state) {
        TargetData users = many("users", "id n", 0, 100, i -> record(i, i == 42 ? badValue : i + 1));
        TargetData credentials =
                many("credentials", "id user_id kind", 0, 300, i -> record(1_000 + i, i / 3, i == 7 ? "other" : "k"));
        TargetData identifiers = many("identifiers", "credential name", 0, 600, i -> record(1_000 + i / 2, "name" + i));

        Rejecting loaded = Rejecting.load(target(db), 10, users, credentials, identifiers);

        System.out.println("a bad parent (" + state + ") with 3 children and 6 grandchildren: " + loaded.attempts()
                + " load attempts");
        assertThat(loaded.keys())
                .containsExactly(
                        "id = 42",
                        "id = 1126",
                        "id = 1127",
                        "id = 1128",
                        "credential = 1126, name = name252",
                        "credential = 1126, name = name253",
                        "credential = 1127, name = name254",
                        "credential = 1127, name = name255",
                        "credential = 1128, name = name256",
                        "credential = 1128, name = name257");
        assertThat(loaded.given().get(0).sqlState()).isEqualTo(state);
        List<RejectedRecord> heirs = loaded.given().subList(1, 10);
        assertThat(heirs).extracting(RejectedRecord::sqlState).containsOnly("23503");
        assertThat(heirs).allSatisfy(heir -> assertThat(heir.reason()).contains("its parent", "was rejected"));
        assertThat(heirs.get(0).reason()).contains("\"users\" with \"id\" = 42", "table users, record 43");
        assertThat(heirs.get(8).reason()).contains("\"credentials\" with \"id\" = 1128");
        assertThat(loaded.tables())
                .isEqualTo(Map.of(
                        "users", counts(100, 99, 0, 0, 0),
                        "credentials", counts(300, 297, 0, 0, 0),
                        "identifiers", counts(600, 594, 0, 0, 0)));
        assertThat(db.query("select id from users order by id"))
                .isEqualTo(IntStream.range(0, 100)
                        .filter(i -> i != 42)
                        .mapToObj(i -> Map.<String, Object>of("id", i))
                        .toList());
        assertThat(db.count("credentials where user_id = 42")).isZero();
        assertThat(db.count("identifiers")).isEqualTo(594);
    }

    private static PostgresTargetSpec target(TestDatabase db) {
        return into(db, table("users"), table("credentials"), table("identifiers"));
    }
}
