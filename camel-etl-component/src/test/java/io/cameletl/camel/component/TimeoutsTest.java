package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlEvent;
import io.cameletl.PipelineListener;
import io.cameletl.RunOutcome;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page whose statement waits for a lock, or lasts, for longer than an option lets it, is tried again. */
@WithPostgres
@Timeout(60)
class TimeoutsTest {
    private static final String OPTIONS = "query=RAW(select * from t)&sourceDataSource=#from&cursorColumns=id"
            + "&dataSource=#to&tables=t&consistencyDelay=0&redeliveryDelay=1&maximumRedeliveryDelay=5";

    private final List<EtlEvent> told = new CopyOnWriteArrayList<>();
    private volatile AutoCloseable inTheWay = () -> {};
    private TestDatabase source;
    private TestDatabase target;
    private StatementLog from;
    private StatementLog to;
    private EtlContext etl;

    @BeforeEach
    void tables(@SourceDb TestDatabase sourceDb, @TargetDb TestDatabase targetDb) throws Exception {
        source = sourceDb;
        target = targetDb;
        source.execute("create table t (id int primary key)", "insert into t values (1), (2)");
        target.execute("create table t (id int primary key)");
        from = new StatementLog(source.dataSource());
        to = new StatementLog(target.dataSource());
        PipelineListener listener = new PipelineListener() {
            @Override
            public void eventOccurred(EtlEvent event) {
                told.add(event);
                try {
                    inTheWay.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        etl = new EtlContext(source, target).bind("from", from).bind("to", to).bind("x", listener);
    }

    @AfterEach
    void close() throws Exception {
        etl.close();
        inTheWay.close();
    }

    private void route(String options) throws Exception {
        etl.route("t", OPTIONS.replace("", "") + options);
    }

    private void lock(TestDatabase database) throws SQLException {
        Connection holder = database.dataSource().getConnection();
        holder.setAutoCommit(false);
        holder.createStatement().execute("lock table t in access exclusive mode");
        inTheWay = () -> {
            if (!holder.isClosed()) {
                holder.rollback();
                holder.setAutoCommit(true);
                holder.close();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"source", "target"})
    void a_page_does_not_wait_for_a_lock_longer_than_lockTimeout(String where) throws Exception {
        route("&lockTimeout=100");
        lock(where.equals("source") ? source : target);

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(told).hasSize(1);
        assertThat(told.get(0).kind()).isEqualTo(EtlEvent.Kind.PAGE_RETRIED);
        assertThat(told.get(0).message())
                .contains("Somebody kept a lock for longer than lockTimeout", "pg_stat_activity");
        assertThat(target.count("t")).isEqualTo(2);
    }

    @Test
    void a_statement_at_the_target_does_not_last_longer_than_statementTimeout() throws Exception {
        target.execute(
                "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(30);"
                        + " return new; end'",
                "create trigger slow before insert on t for each row execute function slow()");
        inTheWay = () -> target.execute("drop trigger if exists slow on t");
        route("&statementTimeout=300");

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(told.get(0).kind()).isEqualTo(EtlEvent.Kind.PAGE_RETRIED);
        assertThat(told.get(0).message()).contains("lasted longer than statementTimeout", "or somebody cancelled it");
    }

    @Test
    void a_statement_at_the_source_does_not_last_longer_than_statementTimeout() throws Exception {
        route("&maximumRedeliveries=1&statementTimeout=300");
        source.execute("alter table t rename to u", "create view t as select id from u where pg_sleep(30) is not null");
        inTheWay = () -> {};

        assertThatThrownBy(() -> etl.run("t")).hasMessageContaining("lasted longer than statementTimeout");

        assertThat(told)
                .extracting(EtlEvent::kind)
                .containsExactly(EtlEvent.Kind.PAGE_RETRIED, EtlEvent.Kind.RUN_FAILED);
    }

    @Test
    void without_them_the_servers_own_hold() throws Exception {
        target.execute("alter database \"" + target.name() + "\" set lock_timeout = '100ms'");
        route("");
        lock(target);

        assertThat(etl.run("t").outcome()).isEqualTo(RunOutcome.DRAINED);

        assertThat(told).extracting(EtlEvent::kind).containsExactly(EtlEvent.Kind.PAGE_RETRIED);
    }

    @Test
    void they_cost_no_statement() throws Exception {
        route("");
        etl.run("t");
        etl.route("u", OPTIONS.replace("", "") + "&lockTimeout=5s&statementTimeout=60s");
        etl.run("u");
        int[] without = statements("t");

        assertThat(statements("u")).isEqualTo(without);
        assertThat(to.all())
                .filteredOn(sql -> sql.contains("'statement_timeout', '60000'"))
                .isNotEmpty();
        assertThat(from.all())
                .filteredOn(sql -> sql.contains("'lock_timeout', '5000'"))
                .isNotEmpty();
    }

    private int[] statements(String pipeline) {
        source.execute("insert into t select max(id) + 1 from t");
        from.clear();
        to.clear();
        etl.run(pipeline);
        return new int[] {from.all().size(), to.all().size()};
    }
}
