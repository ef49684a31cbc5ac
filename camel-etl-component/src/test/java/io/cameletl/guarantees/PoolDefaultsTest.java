package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.guarantees.support.Users;
import io.cameletl.support.FaultyDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementHook.When;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.dbcp2.BasicDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pools whose connections come with another isolation level, or without autocommit. */
@Tag("slow")
@WithPostgres
class PoolDefaultsTest {
    private TestDatabase source;
    private TestDatabase target;
    private Users users;
    private BasicDataSource from;
    private BasicDataSource to;

    @BeforeEach
    void databases(@SourceDb TestDatabase sourceDatabase, @TargetDb TestDatabase targetDatabase) {
        source = sourceDatabase;
        target = targetDatabase;
        users = new Users(source, target);
        users.reset(3);
        from = pool(source);
        to = pool(target);
    }

    @AfterEach
    void close() throws Exception {
        from.close();
        to.close();
    }

    @ParameterizedTest
    @CsvSource({
        "TRANSACTION_READ_COMMITTED,false,temp",
        "TRANSACTION_REPEATABLE_READ,true,temp",
        "TRANSACTION_REPEATABLE_READ,false,temp",
        "TRANSACTION_REPEATABLE_READ,false,unlogged",
        "TRANSACTION_SERIALIZABLE,false,temp",
    })
    void work_and_get_their_connections_back_as_they_were(String isolation, boolean autoCommit, String staging)
            throws Exception {
        int level = Connection.class.getField(isolation).getInt(null);
        for (BasicDataSource pool : new BasicDataSource[] {from, to}) {
            pool.setDefaultTransactionIsolation(level);
            pool.setDefaultAutoCommit(autoCommit);
        }
        FaultyDataSource beating = new FaultyDataSource(to);
        try (Etl etl = new Etl(from, beating, Users.PIPELINE)) {
            etl.route(Users.OPTIONS + "&leaseDuration=3000&staging=" + staging);
            AtomicBoolean waited = new AtomicBoolean();
            beating.arm((sql, when) -> {
                if (sql.startsWith("COPY") && when == When.AFTER && waited.compareAndSet(false, true)) {
                    awaitHeartbeat();
                }
            });

            assertThat(etl.run())
                    .returns(RunOutcome.DRAINED, RunReport::outcome)
                    .returns(3, RunReport::pages);
            assertThat(waited).isTrue();
            users.assertArrivedOnce();
            users.change();
            assertThat(etl.run().rows()).isEqualTo(1);
        }
        assertAsBefore(from, level, autoCommit);
        assertAsBefore(to, level, autoCommit);
    }

    /** The lease's row is changed by another session while the page's transaction is open. */
    private void awaitHeartbeat() {
        Instant leaseUntil = leaseUntil();
        Awaitility.await("a heartbeat").until(() -> leaseUntil().isAfter(leaseUntil));
    }

    private Instant leaseUntil() {
        return target.value("select lease_until from etl_pipeline");
    }

    private static void assertAsBefore(BasicDataSource pool, int level, boolean autoCommit) throws Exception {
        assertThat(pool.getNumActive()).isZero();
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(level);
            assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            if (!autoCommit) {
                connection.rollback();
            }
        }
    }

    private static BasicDataSource pool(TestDatabase database) {
        BasicDataSource pool = new BasicDataSource();
        pool.setUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        return pool;
    }
}
