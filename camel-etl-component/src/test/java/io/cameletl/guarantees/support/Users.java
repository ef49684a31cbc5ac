package io.cameletl.guarantees.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.support.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * The sync that is disturbed: users with soft deletes, into accounts and the e-mail addresses that refer to them. Of
 * five users in a row, and so in each page, one is new, one unchanged, one updated, one deleted, and one was deleted
 * before it ever arrived; three at a time have the same change time. Triggers on the target note each write, and the
 * version written, in the writer's own transaction.
 */
public final class Users {
    public static final String PIPELINE = "users";
    public static final int PAGE = 5;
    /** Without retries: what a crash leaves behind is to be seen before anything mends it. */
    public static final String OPTIONS = "query=RAW(select id, name, email, updated_at, deleted_at from users)"
            + "&sourceDataSource=#source&cursorColumns=updated_at,id&transform=#split&dataSource=#target"
            + "&tables=accounts,emails&versionColumn=updated_at&deletedColumn=deleted_at&consistencyDelay=0"
            + "&maximumRedeliveries=0&pageSize=" + PAGE;

    private final TestDatabase source;
    private final TestDatabase target;

    public Users(TestDatabase source, TestDatabase target) {
        this.source = source;
        this.target = target;
        source.execute(
                """
                create table users (id bigint primary key, name text not null, email text not null,
                    updated_at timestamptz not null, deleted_at timestamptz)
                """);
        target.execute(
                """
                create table accounts (id bigint primary key, name text not null, updated_at timestamptz not null);
                create table emails (id bigint primary key, account_id bigint not null references accounts,
                    email text not null, updated_at timestamptz not null);
                create table writes (written_to text, id bigint, version timestamptz);
                create function note_write() returns trigger language plpgsql as $$
                begin
                    if tg_op = 'DELETE' then
                        insert into writes values (tg_table_name, old.id);
                    else
                        insert into writes values (tg_table_name, new.id, new.updated_at);
                    end if;
                    return null;
                end $$;
                create trigger note after insert or update or delete on accounts
                    for each row execute function note_write();
                create trigger note after insert or update or delete on emails
                    for each row execute function note_write();
                """);
    }

    /** Everything as before the first run, but for what the target has of earlier days. */
    public void reset(int pages) {
        source.execute(
                "truncate users",
                """
                insert into users
                select i, 'user ' || i, i || '@example.org', timestamptz '2026-01-01 00:00:00Z' + i / 3 * interval '1 s',
                       case when i %% 5 > 2 then timestamptz '2026-01-01 00:00:00Z' end
                from generate_series(1, %s) i
                """
                        .formatted(pages * PAGE));
        target.execute(
                "drop table if exists etl_pipeline, etl_run, etl_skipped_page, etl_rejected_record, etl_shard",
                "truncate accounts, emails",
                """
                insert into accounts
                select i, case i %% 5 when 1 then 'user ' else 'old ' end || i,
                       timestamptz '2026-01-01 00:00:00Z' + case i %% 5 when 1 then i / 3 else -1 end * interval '1 s'
                from generate_series(1, %s) i where i %% 5 in (1, 2, 3)
                """
                        .formatted(pages * PAGE),
                """
                insert into emails
                select id, id, case id % 5 when 1 then '' else 'old ' end || id || '@example.org', updated_at
                from accounts
                """,
                "truncate writes");
    }

    /** One more change, which makes the next run load a page. */
    public void change() {
        source.execute("insert into users values (1000000, 'late', 'late@example.org', now(), null)");
    }

    /** The database's clock does not wait: the lease of a holder that is gone has run out. */
    public void letLeaseRunOut() {
        target.execute(
                """
                do $$ begin
                    if to_regclass('etl_pipeline') is not null then
                        update etl_pipeline set lease_until = clock_timestamp();
                    end if;
                    if to_regclass('etl_shard') is not null then
                        update etl_shard set lease_until = clock_timestamp();
                    end if;
                end $$
                """);
    }

    /** Source and target agree, and each row that had to be written was written just once. */
    public void assertArrivedOnce() {
        assertThat(target.query("select id, name, updated_at from accounts order by id"))
                .isEqualTo(source.query("select id, name, updated_at from users where deleted_at is null order by id"));
        assertThat(target.query("select id, account_id, email, updated_at from emails order by id"))
                .isEqualTo(source.query("select id, id as account_id, email, updated_at from users"
                        + " where deleted_at is null order by id"));
        assertWrittenOnceUpTo(Long.MAX_VALUE);
    }

    /** A page and its cursor are committed together: up to the cursor all is written, after it nothing. */
    public void assertRowsAndCursorAgree() {
        boolean begun = target.value("select to_regclass('etl_pipeline') is not null");
        Long last = begun ? target.value("select max((cursor ->> 'id')::bigint) from etl_pipeline") : null;
        assertWrittenOnceUpTo(last == null ? 0 : last);
    }

    /** The same for ranges, each of which has a cursor of its own, as long as the pipeline has none. */
    public void assertRowsAndRangesAgree() {
        boolean begun = target.value("select to_regclass('etl_shard') is not null");
        if (!begun || target.count("etl_pipeline where cursor is not null") > 0) {
            assertRowsAndCursorAgree();
            return;
        }
        List<Map<String, Object>> due = new ArrayList<>();
        for (Map<String, Object> range : target.query(
                """
                select coalesce((after_cursor ->> 'id')::bigint, 0) as after, (cursor ->> 'id')::bigint as last
                from etl_shard where cursor is not null
                """)) {
            due.addAll(due((Long) range.get("after"), (Long) range.get("last")));
        }
        assertThat(written()).containsExactlyInAnyOrderElementsOf(due);
    }

    private void assertWrittenOnceUpTo(long id) {
        assertThat(written()).isEqualTo(due(0, id));
    }

    private List<Map<String, Object>> written() {
        return target.query("select written_to, id, count(*) as times from writes group by 1, 2 order by 1, 2");
    }

    /** What has to be written of the users after one, up to another. */
    private List<Map<String, Object>> due(long after, long last) {
        return source.query(
                """
                select written_to, id, 1::bigint as times
                from users, (values ('accounts'), ('emails')) target (written_to)
                where id % 5 in (0, 2, 3) and id > ? and id <= ?
                order by 1, 2
                """,
                after, last);
    }

    /** @param persistence as in {@code pg_class}: u for unlogged, t for temporary */
    public void assertNoStagingLeft(String persistence) {
        Awaitility.await("staging tables gone").untilAsserted(() -> assertThat(target.query(
                        "select relname from pg_class where relname ~ '^etl_' and relkind = 'r' and relpersistence = '"
                                + persistence + "'"))
                .isEmpty());
    }
}
