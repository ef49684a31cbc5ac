package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.VerificationReport.Difference;
import io.cameletl.VerificationReport.Kind;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.Wire;
import io.cameletl.support.WithPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a comparison costs on the wire; {@code etl.test.rows} says of how many rows. */
@Tag("slow")
@WithPostgres
class VerifyCostTest {
    private static final int ROWS = Integer.getInteger("etl.test.rows", 100_000);

    private static final String OPTIONS = "query=RAW(select id, name, mail, amount, born, updated_at from users)"
            + "&sourceDataSource=#source&dataSource=#target&tables=users&cursorColumns=updated_at,id&consistencyDelay=0"
            + "&pageSize=10000";

    @Test
    void equal_tables_cost_no_rows_on_the_wire(@SourceDb TestDatabase source, @TargetDb TestDatabase target)
            throws Exception {
        String columns =
                "(id uuid primary key, name text, mail text, amount numeric(12,2), born date, updated_at timestamptz)";
        source.execute(
                "create table users " + columns + "; alter table users alter updated_at set not null",
                "insert into users select md5(n::text)::uuid, 'name ' || n, 'mail' || n || '@example.org', n / 7.0,"
                        + " date '1970-01-01' + n % 20000, now() - n * interval '1 s' from generate_series(1, " + ROWS
                        + ") n",
                "create index on users (updated_at, id); analyze users");
        target.execute("create table users " + columns);
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "users").route(OPTIONS)) {
            etl.drain();
        }
        target.execute("analyze users");
        try (Wire ours = to(source);
                Wire theirs = to(target);
                BasicDataSource from = through(ours, source);
                BasicDataSource to = through(theirs, target);
                Etl etl = new Etl(from, to, "users").route(OPTIONS)) {
            long read = time(() -> {
                read(from);
                read(to);
            });
            long before = ours.bytes() + theirs.bytes();
            VerificationReport equal = etl.verify();
            long bytes = ours.bytes() + theirs.bytes() - before;
            System.out.println(
                    "Compared " + ROWS + " equal rows in " + equal.took().toMillis() + " ms and " + bytes
                            + " bytes; reading them takes " + read / 1_000_000 + " ms and " + before + " bytes");
            assertThat(equal.differences()).isZero();
            assertThat(equal.sourceRows()).isEqualTo(ROWS);
            // Beginning and end cost the same for all tables, and a range what its statements take, whatever its rows.
            assertThat(bytes).isLessThan(60_000 + 10_000L * equal.ranges());
            // Both servers are one machine here, which does other things as well.
            assertThat(equal.took()).isLessThan(Duration.ofNanos(read).multipliedBy(2));

            target.execute(
                    "delete from users where id = md5('77')::uuid",
                    "update users set name = 'x' where id = md5('7')::uuid",
                    "insert into users (id) values (md5('x')::uuid)");
            before = ours.bytes() + theirs.bytes();
            VerificationReport report = etl.verify();
            bytes = ours.bytes() + theirs.bytes() - before;
            System.out.println("Found 3 differences in " + report.took().toMillis() + " ms and " + bytes + " bytes");
            assertThat(report.examples())
                    .hasSize(3)
                    .extracting(Difference::kind)
                    .containsOnly(Kind.MISSING, Kind.DIFFERENT, Kind.SURPLUS);
            assertThat(report.examples())
                    .filteredOn(one -> one.kind() == Kind.DIFFERENT)
                    .extracting(Difference::columns)
                    .containsExactly(List.of("name"));
            assertThat(bytes).isLessThan(1_000_000);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long time(Work work) throws Exception {
        long started = System.nanoTime();
        work.run();
        return System.nanoTime() - started;
    }

    private static void read(DataSource dataSource) throws Exception {
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.setFetchSize(10_000);
                try (var rows = statement.executeQuery(
                        "select id, name, mail, amount, born, updated_at from users order by id")) {
                    while (rows.next()) {
                        for (int i = 1; i <= 6; i++) {
                            rows.getString(i);
                        }
                    }
                }
            }
        }
    }

    private static Wire to(TestDatabase database) throws Exception {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        return new Wire(server.getHost(), server.getPort());
    }

    private static BasicDataSource through(Wire wire, TestDatabase database) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl("jdbc:postgresql://localhost:" + wire.port() + "/" + database.name());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        return pool;
    }
}
