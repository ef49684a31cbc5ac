package io.cameletl.internal.postgres.state;

import static io.cameletl.internal.postgres.state.support.Given.LEASE;
import static io.cameletl.internal.postgres.state.support.Given.PIPELINE;
import static io.cameletl.internal.postgres.state.support.Given.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cameletl.EtlException;
import io.cameletl.internal.engine.driver.PipelineStore.Claim;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nobody but a hand can have written into a pipeline's row is called so, and not waited for. */
@WithPostgres
class AbsurdStateTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lease_owner = 'x', lease_until = 'infinity'                | infinite time",
                "lease_owner = 'x', lease_until = '9999-01-01'              | no run takes a lease of years",
                "from_at = '-infinity', before_at = '2026-01-01'            | infinite time",
                "from_at = '2026-01-01', before_at = 'infinity'             | infinite time",
                "version = -7                                               | the version -6",
                "version = 9223372036854775806                              | the version 9223372036854775807",
                "version = 9223372036854775807                              | cannot be counted on",
                "run_number = 9223372036854775807                           | cannot be counted on"
            })
    void a_claim_says_what_is_wrong(String set, String why, TestDatabase db) {
        store(db).position(PIPELINE);
        db.execute("update etl_pipeline set " + set);

        assertThatThrownBy(() -> store(db).claim(PIPELINE, "me", LEASE, false))
                .isInstanceOf(EtlException.class)
                .hasMessageContaining("pipeline \"" + PIPELINE + "\"")
                .hasMessageContaining(why)
                .satisfies(e -> assertThat(((EtlException) e).isTransient()).isFalse());
    }

    @Test
    void a_long_lease_is_one_like_any_other(TestDatabase db) {
        store(db).position(PIPELINE);
        db.execute("update etl_pipeline set lease_owner = 'x', lease_until = now() + interval '1 year'");

        assertThat(store(db).claim(PIPELINE, "me", LEASE, false)).isInstanceOf(Claim.Refused.class);
    }
}
