package io.cameletl.guarantees.support;

import io.cameletl.Strategy;
import io.cameletl.support.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A third table of {@link Users}, which keeps every version of a user, or its history; none with {@link Strategy#MERGE}. It
 * begins with the accounts as the target has them. A trigger notes each write.
 */
public final class Versions {
    public static final String TABLE = "versions";

    private final TestDatabase source;
    private final TestDatabase target;
    private final Strategy strategy;

    public Versions(TestDatabase source, TestDatabase target, Strategy strategy) {
        this.source = source;
        this.target = target;
        this.strategy = strategy;
    }

    /** @return the options of a pipeline that fills the table, too */
    public static String options(String options, Strategy strategy) {
        if (strategy == Strategy.MERGE) {
            return options;
        }
        return options.replace("tables=accounts,emails", "tables=accounts,emails," + TABLE) + "&table." + TABLE
                + ".keyColumns=id&table." + TABLE + ".strategy="
                + (strategy == Strategy.APPEND ? "append&table." + TABLE + ".deletes=mark" : "history");
    }

    /** After the accounts. */
    public void reset() {
        target.execute("drop table if exists " + TABLE);
        if (strategy == Strategy.MERGE) {
            return;
        }
        target.execute(
                strategy == Strategy.APPEND
                        ? "create table versions (id bigint, updated_at timestamptz, name text, deleted_at timestamptz,"
                                + " primary key (id, updated_at))"
                        : "create table versions (id bigint, name text, updated_at timestamptz not null, valid_from timestamptz,"
                                + " valid_to timestamptz check (valid_to > valid_from), primary key (id, valid_from));"
                                + " create unique index on versions (id) where valid_to is null",
                strategy == Strategy.APPEND
                        ? "insert into versions select id, updated_at, name from accounts"
                        : "insert into versions select id, name, updated_at, updated_at from accounts",
                """
                create or replace function note_version() returns trigger language plpgsql as $$
                begin
                    if tg_op = 'INSERT' then
                        insert into writes values ('versions', new.id, new.updated_at);
                    elsif tg_op = 'UPDATE' then
                        insert into writes values ('closed', new.id, (to_jsonb(new) ->> 'valid_to')::timestamptz);
                    else
                        insert into writes values ('removed', old.id, old.updated_at);
                    end if;
                    return null;
                end $$;
                create trigger note after insert or update or delete on versions
                    for each row execute function note_version()
                """);
    }

    /** @return what is written of a user's change, as {@link Books} writes it */
    Stream<String> writes(SyncedUser user) {
        String written = " " + user.id() + " " + user.version();
        return switch (strategy) {
            case MERGE -> Stream.of();
            case APPEND -> user.isUnchanged() ? Stream.of() : Stream.of(TABLE + written);
            case HISTORY ->
                user.isNew()
                        ? Stream.of(TABLE + written)
                        : user.isUpdated()
                                ? Stream.of("closed" + written, TABLE + written)
                                : user.isGone() ? Stream.of("closed" + written) : Stream.of();
        };
    }

    /** The tables that are loaded. */
    List<String> tables() {
        return strategy == Strategy.MERGE ? List.of("accounts", "emails") : List.of("accounts", "emails", TABLE);
    }

    /** The last version of each user that the table has; of a history, of those that are there. */
    List<Map<String, Object>> there() {
        return target.query(
                strategy == Strategy.APPEND
                        ? "select distinct on (id) id, name, updated_at, deleted_at from versions order by id, updated_at desc"
                        : "select id, name, updated_at from versions where valid_to is null order by id");
    }

    List<Map<String, Object>> meant() {
        return source.query(
                strategy == Strategy.APPEND
                        ? "select id, name, updated_at, deleted_at from users order by id"
                        : "select id, name, updated_at from users where deleted_at is null order by id");
    }

    /** @return the lines of a history that are valid at the time of another of their user */
    List<Map<String, Object>> overlaps() {
        return strategy == Strategy.HISTORY
                ? target.query("select one.id from versions one join versions other on other.id = one.id"
                        + " and other.valid_from > one.valid_from"
                        + " and (one.valid_to is null or one.valid_to > other.valid_from)")
                : List.of();
    }
}
