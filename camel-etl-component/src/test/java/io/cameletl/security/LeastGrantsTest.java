package io.cameletl.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.security.support.Everything;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The grants of the documentation are enough, and none can be left out. */
@Tag("slow")
@WithPostgres
class LeastGrantsTest {
    private final String role = "etl_" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void a_role_that_owns_nothing_does_all_that_pipelines_do(
            @SourceDb TestDatabase source, @TargetDb TestDatabase target) throws Exception {
        source.execute("create role " + role);
        try {
            Everything.prepare(source, target, role);

            new Everything(source, target, role, "public").withLeastGrants(role).happens("temp");

            assertThat(target.<Long>value("select count(*) from pg_class where pg_get_userbyid(relowner) = ?", role))
                    .isZero();
        } finally {
            for (TestDatabase db : new TestDatabase[] {source, target}) {
                db.execute("drop owned by " + role + " cascade");
            }
            source.execute("drop role " + role);
        }
    }
}
