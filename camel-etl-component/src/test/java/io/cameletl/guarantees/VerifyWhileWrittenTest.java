package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writers change rows at the source, and commit late, while source and target are compared: that is no difference. */
@Tag("slow")
@WithPostgres
class VerifyWhileWrittenTest {
    private static final int WRITERS = 3;
    private static final int ROWS = 400;

    @Test
    void rows_under_way_are_no_difference(@SourceDb TestDatabase source, @TargetDb TestDatabase target) {
        source.execute(
                """
                create table things (id int primary key, v int not null, at timestamptz not null, gone boolean not null);
                insert into things select n, 0, now() - interval '1 s', false from generate_series(1, %d) n
                """
                        .formatted(ROWS));
        target.execute("create table things (id int primary key, v int not null, at timestamptz not null)");
        Seeded.times(1).play("Writers", seed -> play(seed, source, target));
    }

    private static void play(long seed, TestDatabase source, TestDatabase target) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        Future<?>[] written = new Future<?>[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            Random random = Seeded.random(seed + i);
            written[i] = writers.submit(() -> {
                write(source, random, done);
                return null;
            });
        }
        try (Etl etl = new Etl(source.dataSource(), target.dataSource(), "things")
                .route("query=RAW(select * from things)&sourceDataSource=#source&dataSource=#target&tables=things"
                        + "&cursorColumns=at,id&deletedColumn=gone&versionColumn=at&consistencyDelay=0"
                        + "&openTransactionGuard=true&pageSize=50&verifyRangeSize="
                        + (20 + Seeded.random(seed).nextInt(200)))) {
            etl.drain();
            for (int i = 0; i < 15; i++) {
                VerificationReport report = etl.verify();
                assertThat(report.examples()).as("comparison %s", i).isEmpty();
                if (i % 3 == 0) {
                    etl.drain();
                }
            }
            done.set(true);
            for (Future<?> each : written) {
                each.get();
            }
            etl.drain();
            assertThat(etl.verify())
                    .returns(0L, VerificationReport::differences)
                    .returns(
                            source.<Long>value("select count(*) from things where not gone"),
                            VerificationReport::sourceRows)
                    .returns(target.count("things"), VerificationReport::targetRows);
        } finally {
            done.set(true);
            writers.shutdown();
        }
    }

    /** Some statements a transaction, each with the time at which it is made: the commit is later. */
    private static void write(TestDatabase source, Random random, AtomicBoolean done) throws Exception {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!done.get()) {
                // In the order of the ids, so that writers do not wait for each other in a circle.
                int id = 0;
                for (int i = 0; i < 1 + random.nextInt(5); i++) {
                    id += 1 + random.nextInt(ROWS / 5);
                    statement.execute(
                            "insert into things values (" + id + ", 1, clock_timestamp(), false) on conflict (id)"
                                    + " do update set v = things.v + 1, at = clock_timestamp(), gone = "
                                    + (random.nextInt(4) == 0));
                }
                if (random.nextInt(5) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
    }
}
