package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.ExtractResponse;
import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.Source;
import io.cameletl.TableCounts;
import io.cameletl.TargetData;
import io.cameletl.TimestampCursor;
import io.cameletl.Transform;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithEtl
@Tag("slow")
class SyncTest {
    private static final String QUERY = "query=RAW(select id, name, updated_at, deleted_at from users)"
            + "&sourceDataSource=#source&cursorColumns=updated_at,id&dataSource=#target&tables=users"
            + "&versionColumn=updated_at&deletedColumn=deleted_at&consistencyDelay=0";
    private static final String SQL = "source=RAW(sql:select id, name, updated_at, deleted_at from users"
            + " where (updated_at, id) > (:#afterAt, cast(:#afterId as bigint)) and updated_at < :#beforeAt"
            + " order by updated_at, id limit :#limit?dataSource=#source)&seedCursor=RAW({\"at\":\"0001-01-01T00:00:00Z\",\"id\":\"0\"})"
            + "&sourceDataSource=#source&cursorColumns=updated_at,id&dataSource=#target&tables=users"
            + "&versionColumn=updated_at&deletedColumn=deleted_at&consistencyDelay=0";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute("create table users (id bigint primary key, name text not null, updated_at timestamptz not null,"
                + " deleted_at timestamptz)");
        target.execute(
                "create table users (id bigint primary key, name text not null, updated_at timestamptz not null)");
    }

    @ParameterizedTest
    @ValueSource(strings = {QUERY, SQL})
    void inserts_updates_and_soft_deletes_arrive_incrementally(String options) throws Exception {
        etl.route("users", options + "&pageSize=100");
        source.execute(
                "insert into users select i, 'user ' || i, now() - interval '1 day' + i * interval '1 second', null"
                        + " from generate_series(1, 250) i");

        RunReport first = etl.run("users");

        assertThat(first.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(first.pages()).isEqualTo(3);
        assertThat(first.tables()).containsEntry("users", new TableCounts(250, 250, 0, 0, 0));
        assertSameUsers();

        source.execute(
                "update users set name = 'renamed', updated_at = now() where id <= 10",
                "update users set deleted_at = now(), updated_at = now() where id between 11 and 15",
                "insert into users values (1000, 'new', now(), null)");
        RunReport second = etl.run("users");

        assertThat(second.tables()).containsEntry("users", new TableCounts(16, 1, 10, 5, 0));
        assertSameUsers();
        assertThat(etl.run("users").rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void equal_times_across_page_boundaries_all_arrive_once(int pageSize) throws Exception {
        int rows = pageSize * 60;
        source.execute("insert into users select i, 'user ' || i, '2026-01-01T00:00:00Z', null from generate_series(1, "
                + rows + ") i");
        etl.route("users", QUERY + "&pageSize=" + pageSize);

        RunReport report = etl.run("users");

        assertThat(report.pages()).isEqualTo(60);
        assertThat(report.tables()).containsEntry("users", new TableCounts(rows, rows, 0, 0, 0));
        assertSameUsers();
    }

    @ParameterizedTest
    @ValueSource(strings = {QUERY, SQL})
    void ten_thousand_rows_of_one_time_arrive_once_each(String options) throws Exception {
        source.execute("insert into users select i, 'user ' || i, '2026-01-01T00:00:00Z', null"
                + " from generate_series(1, 10000) i");
        etl.route("users", options + "&pageSize=100");

        RunReport report = etl.run("users");

        assertThat(report.pages()).isEqualTo(100);
        assertThat(report.tables()).containsEntry("users", new TableCounts(10_000, 10_000, 0, 0, 0));
        assertSameUsers();
    }

    @Test
    void a_source_bean_and_a_transform_bean_work_together() throws Exception {
        Source<TimestampCursor> people = request -> request.after() != null
                        && !request.after().id().isEmpty()
                ? ExtractResponse.drained()
                : new ExtractResponse<>(
                        List.of("ann", "bob"), new TimestampCursor(Instant.parse("2026-01-01T00:00:00Z"), "2"), false);
        Transform<String> transform = names -> List.of(new TargetData(
                "users",
                names.stream()
                        .map(name -> new User(names.indexOf(name), name, Instant.EPOCH, null))
                        .toList()));
        etl.bind("people", people)
                .bind("toUsers", transform)
                .route(
                        "users",
                        "source=#people&transform=#toUsers&dataSource=#target&tables=users&deletedColumn=deleted_at");

        etl.run("users");

        assertThat(target.query("select id, name from users order by id"))
                .containsExactly(Map.of("id", 0L, "name", "ann"), Map.of("id", 1L, "name", "bob"));
    }

    @Test
    void a_bean_endpoint_transforms_rows_into_maps_by_table() throws Exception {
        source.execute("insert into users values (1, 'ann', '2026-01-01T00:00:00Z', null)");
        etl.bind("shout", new Shout()).route("users", QUERY + "&transform=bean:shout");

        etl.run("users");

        assertThat(target.query("select name from users")).containsExactly(Map.of("name", "ANN"));
    }

    private record User(long id, String name, Instant updatedAt, Instant deletedAt) {}

    /** Called by Camel's bean component. */
    public static final class Shout {
        public Map<String, List<User>> shout(List<Map<String, Object>> rows) {
            return Map.of(
                    "users",
                    rows.stream()
                            .map(row -> new User(
                                    (Long) row.get("id"),
                                    row.get("name").toString().toUpperCase(java.util.Locale.ROOT),
                                    (Instant) row.get("updated_at"),
                                    null))
                            .toList());
        }
    }

    private void assertSameUsers() {
        assertThat(target.query("select id, name, updated_at from users order by id"))
                .isEqualTo(source.query("select id, name, updated_at from users where deleted_at is null order by id"));
    }
}
