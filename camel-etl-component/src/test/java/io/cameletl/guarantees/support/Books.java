package io.cameletl.guarantees.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares, user by user, what was written to the target with what had to be. The users are those of {@link Users}, some
 * of them spoilt: the transform fails on poison, the target refuses bad names and e-mail addresses.
 */
public final class Books {
    private final TestDatabase source;
    private final TestDatabase target;
    private final Variant variant;
    private final Versions versions;
    private final TreeSet<Long> changed = new TreeSet<>();
    private List<String> writtenBefore = List.of();

    public Books(TestDatabase source, TestDatabase target, Variant variant, Versions versions) {
        this.versions = versions;
        this.source = source;
        this.target = target;
        this.variant = variant;
    }

    public void spoil() {
        rename("name", "poison", variant.poison);
        rename("name", "bad", variant.badAccounts);
        rename("email", "bad", variant.badEmails);
        target.execute(
                "alter table accounts add constraint good_name check (name not like 'bad%')",
                "alter table emails add constraint good_email check (email not like 'bad%')");
    }

    /** From now on the target takes what it refused. */
    public void heal() {
        target.execute(
                "alter table accounts drop constraint if exists good_name",
                "alter table emails drop constraint if exists good_email");
    }

    /** Changes a good user, wherever the cursor is. */
    public void change() {
        Stream.iterate(2L, id -> id <= (long) variant.pages * Users.PAGE, id -> id + Users.PAGE)
                .filter(id -> !variant.badAccounts.contains(id) && !variant.badEmails.contains(id))
                .reduce((first, second) -> variant.place < 0.5 ? first : second)
                .ifPresent(changed::add);
        changed.forEach(id -> source.execute(
                "update users set name = 'changed', email = 'changed', updated_at = clock_timestamp() where id = "
                        + id));
    }

    /** Up to the cursor each user is in the target or in a ledger, each once; after it none is. */
    public void assertPagesAndCursorTogether(boolean goodMaySkip) {
        boolean begun = target.value("select to_regclass('etl_pipeline') is not null");
        Long cursor = begun ? target.value("select max((cursor ->> 'id')::bigint) from etl_pipeline") : null;
        long last = cursor == null ? 0 : cursor;
        List<Skipped> skipped = begun ? skipped(goodMaySkip) : List.of();
        writtenBefore = written();
        assertThat(writtenBefore).as("written").isEqualTo(due(u -> u.id() <= last && isOutside(skipped, u), false));
        if (begun) {
            assertThat(rejected()).as("rejected").isEqualTo(bad(u -> u.id() <= last && isOutside(skipped, u)));
            assertThat(skipped).allMatch(page -> page.end().id() <= last);
        }
    }

    /** Each user is in the target or in a ledger. */
    public void assertAllButLedgered(boolean goodMaySkip) {
        List<Skipped> skipped = skipped(goodMaySkip);
        assertThat(users().filter(user -> variant.poison.contains(user.id())))
                .as("skipped")
                .allMatch(user -> !isOutside(skipped, user));
        Predicate<SyncedUser> read = user -> isOutside(skipped, user);
        assertThat(written()).as("written").isEqualTo(withOld(due(read, false)));
        List<String> bad = bad(read);
        assertThat(rejected()).as("rejected").isEqualTo(bad);
        for (String table : versions.tables()) {
            Set<Long> arrived = users().filter(read)
                    .map(SyncedUser::id)
                    .filter(id -> !bad.contains(table + " " + id))
                    .collect(Collectors.toSet());
            assertThat(only(arrived, there(table))).isEqualTo(only(arrived, meant(table)));
        }
    }

    /** Each user is in the target, written once in each version; the ledgers are empty. */
    public void assertAll() {
        assertThat(written()).as("written").isEqualTo(withOld(due(user -> true, true)));
        assertThat(target.count("etl_skipped_page")).isZero();
        assertThat(target.count("etl_rejected_record")).isZero();
        assertThat(versions.overlaps()).isEmpty();
        for (String table : versions.tables()) {
            assertThat(there(table)).isEqualTo(meant(table));
        }
    }

    private void rename(String column, String prefix, Collection<Long> users) {
        users.forEach(id -> source.execute(
                "update users set " + column + " = '" + prefix + " ' || " + column + " where id = " + id));
    }

    private List<String> written() {
        return strings("select concat_ws(' ', written_to, id, version at time zone 'UTC') from writes");
    }

    private List<String> rejected() {
        return strings("select target_table || ' ' || (record ->> 'id') from etl_rejected_record");
    }

    private List<String> strings(String query) {
        return target.query(query).stream()
                .map(row -> row.values().iterator().next().toString())
                .sorted()
                .toList();
    }

    /** Which of the users that were changed were written before, in their earlier version. */
    private List<String> withOld(List<String> due) {
        List<String> all = new ArrayList<>(due);
        writtenBefore.stream()
                .filter(write -> changed.contains(Long.valueOf(write.split(" ")[1])))
                .forEach(all::add);
        return all.stream().sorted().toList();
    }

    private List<String> due(Predicate<SyncedUser> which, boolean healed) {
        return users().filter(which)
                .flatMap(user -> Stream.concat(
                        user.writtenTo(healed ? List.of() : bad(user)).stream()
                                .map(table -> table + " " + user.id() + (user.isGone() ? "" : " " + user.version())),
                        versions.writes(user)))
                .sorted()
                .toList();
    }

    private List<String> bad(Predicate<SyncedUser> which) {
        return users().filter(which)
                .flatMap(user -> bad(user).stream().map(table -> table + " " + user.id()))
                .sorted()
                .toList();
    }

    /** The tables whose record of the user is refused: a new e-mail address goes with its account. */
    private List<String> bad(SyncedUser user) {
        boolean account = variant.badAccounts.contains(user.id());
        boolean email = variant.badEmails.contains(user.id()) || account && user.isNew();
        return Stream.of(account ? "accounts" : "", email ? "emails" : "")
                .filter(table -> !table.isEmpty())
                .toList();
    }

    private static boolean isOutside(List<Skipped> skipped, SyncedUser user) {
        return skipped.stream().noneMatch(page -> page.holds(user.place()));
    }

    /** The skipped pages, each once, and each with its poison; of good ones at most the one that was being loaded. */
    private List<Skipped> skipped(boolean goodMaySkip) {
        List<Skipped> skipped = target
                .query(
                        """
                        select (after_cursor ->> 'updated_at')::timestamptz as begin_at, after_cursor ->> 'id' as begin_id,
                               (end_cursor ->> 'updated_at')::timestamptz as end_at, end_cursor ->> 'id' as end_id
                        from etl_skipped_page
                        order by end_at, end_id
                        """)
                .stream()
                .map(row -> new Skipped(
                        Place.of(row.get("begin_at"), row.get("begin_id")),
                        Place.of(row.get("end_at"), row.get("end_id"))))
                .toList();
        for (int i = 1; i < skipped.size(); i++) {
            assertThat(skipped.get(i).begin())
                    .isGreaterThanOrEqualTo(skipped.get(i - 1).end());
        }
        List<SyncedUser> poison =
                users().filter(user -> variant.poison.contains(user.id())).toList();
        assertThat(skipped.stream().filter(page -> poison.stream().noneMatch(user -> page.holds(user.place()))))
                .as("good pages skipped")
                .hasSizeLessThanOrEqualTo(goodMaySkip ? 1 : 0);
        return skipped;
    }

    private Stream<SyncedUser> users() {
        return source
                .query("select id, updated_at, (updated_at at time zone 'UTC')::text as version from users")
                .stream()
                .map(row ->
                        new SyncedUser(Place.of(row.get("updated_at"), row.get("id")), (String) row.get("version")));
    }

    private static List<Map<String, Object>> only(Set<Long> users, List<Map<String, Object>> rows) {
        return rows.stream().filter(row -> users.contains((Long) row.get("id"))).toList();
    }

    /** What a table of the target holds. */
    private List<Map<String, Object>> there(String table) {
        if (table.equals(Versions.TABLE)) {
            return versions.there();
        }
        return target.query(
                table.equals("accounts")
                        ? "select id, name, updated_at from accounts order by id"
                        : "select id, account_id, email, updated_at from emails order by id");
    }

    /** What the source says that it is to hold. */
    private List<Map<String, Object>> meant(String table) {
        if (table.equals(Versions.TABLE)) {
            return versions.meant();
        }
        return source.query("select id, " + (table.equals("accounts") ? "name" : "id as account_id, email")
                + ", updated_at from users where deleted_at is null order by id");
    }

    /** The place of a page in the ledger: after the one user, up to the other. */
    private record Skipped(Place begin, Place end) {
        boolean holds(Place place) {
            return begin.compareTo(place) < 0 && place.compareTo(end) <= 0;
        }
    }
}
