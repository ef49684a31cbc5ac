package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.SourceDb;
import io.cameletl.support.StatementLog;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class IdleTickTest {
    @ParameterizedTest
    @ValueSource(strings = {"updated_at timestamptz not null", "updated_at timestamptz"})
    void an_idle_tick_is_at_most_five_statements_over_both_databases(
            String column, @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute(
                "create table users (id bigint primary key, " + column + ")", "insert into users values (1, now())");
        target.execute("create table users (id bigint primary key, " + column + ")");
        StatementLog atSource = new StatementLog(source.dataSource());
        StatementLog atTarget = new StatementLog(target.dataSource());
        try (EtlContext etl =
                new EtlContext(source, target).bind("from", atSource).bind("to", atTarget)) {
            etl.route(
                    "users",
                    "query=RAW(select * from users)&sourceDataSource=#from&cursorColumns=updated_at,id&dataSource=#to"
                            + "&tables=users&consistencyDelay=0");
            assertThat(etl.run("users").rows()).isEqualTo(1);
            atSource.clear();
            atTarget.clear();

            assertThat(etl.run("users").outcome()).isEqualTo(RunOutcome.DRAINED);

            assertThat(atSource.all().size() + atTarget.all().size())
                    .as("%s %s", atSource.all(), atTarget.all())
                    .isBetween(3, 5);
        }
    }
}
