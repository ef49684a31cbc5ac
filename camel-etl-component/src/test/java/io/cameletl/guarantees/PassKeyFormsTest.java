package io.cameletl.guarantees;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.VerificationReport;
import io.cameletl.guarantees.support.Etl;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passes over tables whose keys have another form than at the source, or may have several forms there. */
@WithPostgres
class PassKeyFormsTest {
    private static final String OPTIONS = "query=RAW(select k, n from things)&sourceDataSource=#source"
            + "&dataSource=#target&tables=things&keyColumns=k&mode=full&onBadRecord=reject";

    private TestDatabase source;
    private TestDatabase target;

    @BeforeEach
    void databases(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        for (TestDatabase database : new TestDatabase[] {source, target}) {
            database.execute(
                    "create collation no_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)");
        }
    }

    private void tables(String from, String to) {
        source.execute("create table things (k %s primary key, n int)".formatted(from));
        target.execute("create table things (k %s primary key, n int)".formatted(to));
    }

    private Etl etl(String more) throws Exception {
        return new Etl(source.dataSource(), target.dataSource(), "things").route(OPTIONS + more);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "text; uuid; upper(md5(n::text))",
                "text; bigint; '0' || n",
                "char(9); text; 'n' || n",
                "text; char(9); 'n' || n || ' '",
                "inet; text; inet '10.0.0.0' + n",
                "boolean; text; n = 2",
                "timestamptz; timestamptz(0); timestamptz '2026-01-01' + n * interval '1.7 s'",
                "numeric; numeric(9,1); n + 0.04"
            })
    void the_first_run_loads_all_rows_and_no_more_is_to_be_done(String from, String to, String key) throws Exception {
        tables(from, to);
        source.execute("insert into things select distinct on (1) %s, n from generate_series(1, 300) n".formatted(key));
        long rows = source.count("things");
        try (Etl etl = etl("&pageSize=50")) {
            assertThat(etl.run().tables().get("things")).returns(rows, TableCounts::inserted);
            assertThat(etl.run()).returns(0, RunReport::pages);
            assertThat(etl.verify()).returns(rows, VerificationReport::targetRows);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "numeric; text; 1.0; 1.00",
                "char(5); text; a; a",
                "interval; text; 1 mon; 30 days",
                "text collate no_case; text; a; A",
                "jsonb; text; 1.0; 1.00"
            })
    void a_row_whose_key_the_source_has_in_another_form_only_is_surplus(
            String from, String to, String key, String other) throws Exception {
        tables(from, to);
        source.execute("insert into things values ('%s', 1)".formatted(key));
        try (Etl etl = etl("&maxSurplus=1")) {
            etl.run();
            target.execute("insert into things values ('%s', 1)".formatted(other));

            assertThat(etl.verify()).returns(1L, VerificationReport::surplus);
            assertThat(etl.run().tables().get("things").deleted()).isOne();
            assertThat(etl.verify()).returns(0L, VerificationReport::differences);
            assertThat(etl.run()).returns(0, RunReport::pages);
        }
    }

    /** Which of the target's keys are the source's cannot be asked of the source then; there are rows for several parts. */
    @Test
    void a_key_that_the_target_cannot_hold_has_no_other_row_taken_for_surplus() throws Exception {
        tables("text", "uuid");
        source.execute(
                "insert into things select md5(n::text)::uuid, n from generate_series(1, 21000) n",
                "update things set k = upper(k) where n % 50 = 0");
        target.execute("insert into things select md5(n::text)::uuid, n + 1 from generate_series(1, 21000) n");
        source.execute("insert into things values ('no uuid', 0)");
        try (Etl etl = etl("&pageSize=10000&backlogPageSize=0")) {
            assertThat(etl.run().tables().get("things"))
                    .returns(0L, TableCounts::deleted)
                    .returns(21000L, TableCounts::updated)
                    .returns(1L, TableCounts::rejected);
            assertThat(target.count("things")).isEqualTo(21000);
        }
    }
}
