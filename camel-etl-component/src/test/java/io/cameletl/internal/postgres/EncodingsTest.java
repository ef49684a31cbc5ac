package io.cameletl.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunReport;
import io.cameletl.StoredCursor;
import io.cameletl.Window;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.internal.engine.driver.CursorMove;
import io.cameletl.internal.engine.driver.RejectedRecord;
import io.cameletl.internal.postgres.state.JdbcPipelineStore;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that does not hold all of Unicode keeps what it is given all the same: as escapes, which read the same. */
@WithPostgres
class EncodingsTest {
    private static final String TABLE =
            "create table t (id int primary key, n text, updated_at timestamptz not null default clock_timestamp())";

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "LATIN9", "WIN1252", "KOI8R", "EUC_JP", "SQL_ASCII", "LATIN10"})
    void a_record_that_the_target_cannot_hold_is_set_aside_and_the_rest_is_loaded(String encoding, TestDatabase source)
            throws Exception {
        try (TestDatabase target = database(source, encoding)) {
            source.execute(TABLE);
            target.execute(TABLE);
            source.execute(
                    "insert into t (id, n) values (1, 'plain'), (2, '\uD83D\uDE42 smile'), (3, '\u3042\u20AC'), (4, 'ok')");
            try (EtlContext etl = new EtlContext(source, target)) {
                etl.route(
                        "p",
                        "query=select * from t&sourceDataSource=#source&dataSource=#target&tables=t"
                                + "&cursorColumns=updated_at,id&consistencyDelay=0&onBadRecord=reject");

                RunReport run = etl.run("p");

                assertThat(run.rows()).isEqualTo(4);
            }
            List<RejectedRecord> rejected =
                    new JdbcPipelineStore(target.dataSource(), null, true).rejectedRecords("p", 0, 10);
            assertThat(rejected.size() + target.count("t")).isEqualTo(4);
            for (RejectedRecord record : rejected) {
                Map<String, String> values = record.values("p");
                assertThat(source.<String>value("select n from t where id = ?", Integer.valueOf(values.get("id"))))
                        .isEqualTo(values.get("n"));
            }
        }
    }

    @Test
    void a_cursor_that_the_database_cannot_hold_comes_back_as_it_was(TestDatabase any) throws Exception {
        try (TestDatabase target = database(any, "LATIN1")) {
            JdbcPipelineStore store = new JdbcPipelineStore(target.dataSource(), null, true);
            String text = "\"\uD83D\uDE42 \u20AC \u00E4\"";
            CursorMove move =
                    new CursorMove("p", null, store.position("p").version(), new StoredCursor("T", text), Window.NONE);

            store.move(move);

            assertThat(store.position("p").cursor().json()).isEqualTo("\"\\ud83d\\ude42 \\u20ac \u00E4\"");
        }
    }

    private static TestDatabase database(TestDatabase any, String encoding) {
        return TestDatabase.createOn(
                any.server(), "encoding '" + encoding + "' locale 'C' locale_provider libc template template0");
    }
}
