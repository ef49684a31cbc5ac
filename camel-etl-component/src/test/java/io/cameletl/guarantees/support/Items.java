package io.cameletl.guarantees.support;

import io.cameletl.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** The sync against which transactions commit late: items, some of them marked as deleted, into a table like theirs. */
public final class Items {
    public static final String PIPELINE = "items";
    private final TestDatabase source;
    private final TestDatabase target;
    private final Duration delay;

    /** @param delay how far behind the source's now the windows end */
    public Items(TestDatabase source, TestDatabase target, Duration delay) {
        this.source = source;
        this.target = target;
        this.delay = delay;
        source.execute(
                """
                create table items (id bigint primary key, value bigint not null, updated_at timestamptz not null,
                    deleted_at timestamptz);
                create index on items (updated_at, id);
                create function touch() returns trigger language plpgsql as $$
                begin
                    new.updated_at := coalesce(new.updated_at, clock_timestamp());
                    return new;
                end $$;
                create trigger touch before insert or update on items for each row execute function touch();
                """);
        target.execute(
                "create table items (id bigint primary key, value bigint not null, updated_at timestamptz not null)");
    }

    public Duration delay() {
        return delay;
    }

    public void reset() {
        source.execute("truncate items");
        target.execute("drop table if exists etl_pipeline, etl_run", "truncate items");
    }

    /** A pipeline over them, ready to run. */
    public Etl etl(ItemsSource kind, String options) throws Exception {
        return new Etl(source.dataSource(), target.dataSource(), PIPELINE)
                .bind("items", new TypedItems(source.dataSource()))
                .route(kind.options() + "&consistencyDelay=" + delay.toMillis() + options);
    }

    /** Waits until a window that opens now takes in all that was written up to now. */
    public void letTheDelayPass() {
        Instant now = source.value("select clock_timestamp()");
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> source.<Boolean>value(
                        "select clock_timestamp() - interval '" + delay.toMillis() + " ms' > ?", now));
    }

    /** The rows in which source and target differ. */
    public List<Map<String, Object>> differences() {
        List<Map<String, Object>> expected = new ArrayList<>(
                source.query("select id, value, updated_at from items where deleted_at is null order by id"));
        List<Map<String, Object>> actual = target.query("select id, value, updated_at from items order by id");
        List<Map<String, Object>> differences = new ArrayList<>(actual);
        differences.removeAll(expected);
        expected.removeAll(actual);
        differences.addAll(expected);
        return differences;
    }
}
