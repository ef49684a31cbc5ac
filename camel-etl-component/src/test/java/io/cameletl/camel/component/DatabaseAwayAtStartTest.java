package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.camel.support.Warnings;
import io.cameletl.camel.support.WithEtl;
import io.cameletl.support.DelegatingDataSource;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is away does not keep a route from starting, and what could not be checked is checked by the first run. */
@Tag("slow")
@WithEtl
class DatabaseAwayAtStartTest {
    private static final String OPTIONS =
            "query=RAW(select * from t)&sourceDataSource=#from&cursorColumns=updated_at,id"
                    + "&dataSource=#to&stateDataSource=#state&tables=t&consistencyDelay=0&redeliveryDelay=1";

    @SourceDb
    private TestDatabase source;

    @TargetDb
    private TestDatabase target;

    private Switched from;
    private Switched to;
    private Switched state;
    private EtlContext etl;

    @BeforeEach
    void tables() throws Exception {
        source.execute(
                "create table t (id int primary key, updated_at timestamptz not null)",
                "insert into t values (1, now())");
        target.execute("create table t (id int primary key, updated_at timestamptz)");
        from = new Switched(source.dataSource());
        to = new Switched(target.dataSource());
        state = new Switched(target.dataSource());
        etl.bind("from", from).bind("to", to).bind("state", state);
    }

    private Switched named(String name) {
        return switch (name) {
            case "from" -> from;
            case "to" -> to;
            default -> state;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "state"})
    void the_route_starts_with_a_warning_and_works_once_it_is_there(String away) throws Exception {
        named(away).away = true;
        try (Warnings warnings = new Warnings()) {
            etl.route("t", OPTIONS);

            assertThat(warnings.all())
                    .singleElement()
                    .asString()
                    .startsWith("pipeline \"t\": started, though a database cannot be reached; the first run checks");
        }
        assertThatThrownBy(() -> etl.run("t")).isInstanceOf(EtlException.class).hasMessageContaining("pipeline \"t\"");

        named(away).away = false;
        assertThat(etl.run("t").rows()).isEqualTo(1);
        assertThat(target.count("t")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from", "to", "state"})
    void a_typo_is_then_refused_by_the_first_run(String away) throws Exception {
        target.execute("alter table t rename updated_at to updated");
        named(away).away = true;
        if (away.equals("from")) {
            etl.route("t", OPTIONS);
        } else {
            target.execute("alter table t rename updated to updated_at");
            etl.route("t", OPTIONS);
            target.execute("alter table t rename updated_at to updated");
        }
        named(away).away = false;

        assertThatThrownBy(() -> etl.run("t"))
                .hasMessageContaining("pipeline \"t\"")
                .hasMessageContaining("have a column \"updated_at\" that the table does not have")
                .hasMessageContaining("omitColumns=updated_at");
        assertThat(target.<String>value("select message from etl_run")).contains("omitColumns=updated_at");

        target.execute("alter table t rename updated to updated_at");
        assertThat(etl.run("t").rows()).isEqualTo(1);
    }

    private static final class Switched extends DelegatingDataSource {
        private volatile boolean away;

        Switched(DataSource database) {
            super(database);
        }

        @Override
        public Connection wrap(Connection connection) throws SQLException {
            if (away) {
                connection.close();
                throw new SQLException("no server there", "08001");
            }
            return connection;
        }
    }
}
