package io.cameletl.identities;

import static org.assertj.core.api.Assertions.assertThat;

import io.cameletl.RunOutcome;
import io.cameletl.RunReport;
import io.cameletl.TableCounts;
import io.cameletl.identities.support.ChangeTime;
import io.cameletl.identities.support.Deletion;
import io.cameletl.identities.support.IdentitySystem;
import io.cameletl.identities.support.Sync;
import io.cameletl.support.OneIn;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pipeline tests of theplant/etl, with foreign keys in the target: a legacy database of users and creds, synced into
 * one of identities, credentials and identifiers, in three rounds.
 */
@WithPostgres
@Tag("slow")
class OriginalPipelinesTest {
    private static final String IDENTITIES = "identities";
    private static final String CREDENTIALS = "credentials";
    private static final String IDENTIFIERS = "credential_identifiers";

    private TestDatabase legacy;
    private TestDatabase identity;

    static List<Sync> syncs() {
        List<Sync> syncs = new ArrayList<>();
        for (ChangeTime changeTime : ChangeTime.values()) {
            for (Sync.Way way : Sync.Way.values()) {
                for (Deletion deletion : Deletion.values()) {
                    // The original's, and one that parts users which changed at the same time.
                    for (int pageSize : new int[] {10, 2}) {
                        syncs.add(new Sync(changeTime, way, deletion, pageSize));
                    }
                }
            }
        }
        return syncs;
    }

    @ParameterizedTest
    @OneIn(3)
    @MethodSource("syncs")
    void users_and_creds_arrive_are_deleted_and_change(
            Sync sync, @SourceDb TestDatabase from, @TargetDb TestDatabase to) throws Exception {
        legacy = from;
        identity = to;
        try (IdentitySystem system = new IdentitySystem(sync, legacy, identity)) {
            RunReport first = system.run();
            assertRun(first, sync, 5);
            assertAllArrived();
            if (sync.deletion() == Deletion.GENERATED) {
                assertThat(first.tables().values())
                        .extracting(TableCounts::inserted)
                        .containsExactly(3L, 5L, 5L);
            }

            softDeleteAlice(sync.changeTime());
            RunReport second = system.run();
            assertRun(second, sync, 1);
            assertAliceIsGone();
            if (sync.deletion() == Deletion.GENERATED) {
                assertThat(second.tables().values())
                        .extracting(TableCounts::deleted)
                        .containsExactly(1L, 2L, 2L);
            }

            changeBobsPassword(sync.changeTime());
            RunReport third = system.run();
            assertRun(third, sync, 1);
            assertBobsPasswordIsNew();
            if (sync.deletion() == Deletion.GENERATED) {
                long user = sync.changeTime() == ChangeTime.CHEAP ? 1 : 0;
                assertThat(third.tables().values())
                        .extracting(TableCounts::updated)
                        .containsExactly(user, 1L, 1L);
            }

            assertRun(system.run(), sync, 0);
        }
    }

    private void assertRun(RunReport run, Sync sync, int users) {
        assertThat(run.outcome()).isEqualTo(RunOutcome.DRAINED);
        assertThat(run.rows()).isEqualTo(users);
        assertThat(run.pages()).isEqualTo((users + sync.pageSize() - 1) / sync.pageSize());
        // Windows end by the legacy database's clock, a second before its now; a wrong time zone is half an hour and
        // more.
        assertThat(run.lag()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(20));
    }

    private void assertAllArrived() {
        assertCounts(3, 5, 5);
        assertThat(values("select id || ' ' || username || ' ' || email || ' ' || display_name || ' ' || status"
                        + " from identities order by id"))
                .containsExactly(
                        "user1 alice alice@example.com Alice active",
                        "user2 bob bob@example.com Bob active",
                        "user3 charlie charlie@example.com Charlie inactive");
        assertThat(values("select id || ' ' || identity_id || ' ' || type || ' ' || value || ' ' || is_active"
                        + " || coalesce(' expires ' || (expires_at > now() + interval '300 days'), '')"
                        + " from credentials order by id"))
                .containsExactly(
                        "cred1 user1 password value of cred1 true",
                        "cred2 user1 oauth value of cred2 true",
                        "cred3 user2 password value of cred3 true",
                        "cred4 user2 api_key value of cred4 true expires true",
                        "cred5 user3 password value of cred5 false");
        assertThat(values("select id || ' ' || credential_id || ' ' || type || ' ' || value"
                        + " from credential_identifiers order by id"))
                .containsExactly(
                        "cred1_identifier cred1 email alice@example.com",
                        "cred2_identifier cred2 oauth_provider google",
                        "cred3_identifier cred3 email bob@example.com",
                        "cred4_identifier cred4 api_key_name bobs-key",
                        "cred5_identifier cred5 email charlie@example.com");
        assertAgrees();
    }

    /** The user and all of its creds, in one transaction. */
    private void softDeleteAlice(ChangeTime changeTime) {
        String touch = changeTime == ChangeTime.CHEAP ? ", updated_at = now() - interval '30 minutes'" : "";
        legacy.execute("update users set deleted_at = now() - interval '30 minutes'" + touch + " where id = 'user1';"
                + "update user_creds set deleted_at = now() - interval '30 minutes'"
                + " where user_id = 'user1' and deleted_at is null");
    }

    private void assertAliceIsGone() {
        assertCounts(2, 3, 3);
        assertThat(values("select id from identities order by id")).containsExactly("user2", "user3");
        assertThat(values("select id from credentials order by id")).containsExactly("cred3", "cred4", "cred5");
        assertThat(values("select id from credential_identifiers order by id"))
                .containsExactly("cred3_identifier", "cred4_identifier", "cred5_identifier");
        assertAgrees();
    }

    private void changeBobsPassword(ChangeTime changeTime) {
        String changed = "updated_at = now() - interval '20 minutes'";
        String touch = changeTime == ChangeTime.CHEAP ? "; update users set " + changed + " where id = 'user2'" : "";
        legacy.execute("update user_creds set cred_value = 'new password', " + changed + " where id = 'cred3'" + touch);
    }

    private void assertBobsPasswordIsNew() {
        assertCounts(2, 3, 3);
        assertThat(values("select value from credentials order by id"))
                .containsExactly("new password", "value of cred4", "value of cred5");
        assertAgrees();
    }

    private void assertCounts(int identities, int credentials, int identifiers) {
        assertThat(identity.count(IDENTITIES)).isEqualTo(identities);
        assertThat(identity.count(CREDENTIALS)).isEqualTo(credentials);
        assertThat(identity.count(IDENTIFIERS)).isEqualTo(identifiers);
    }

    /** Every column is the source's, to the microsecond. */
    private void assertAgrees() {
        assertThat(identity.query("select * from identities order by id"))
                .isEqualTo(legacy.query("select id, username, email, display_name, status, created_at, updated_at"
                        + " from users where deleted_at is null order by id"));
        assertThat(identity.query("select * from credentials order by id"))
                .isEqualTo(legacy.query("select id, user_id as identity_id, cred_type as type, cred_value as value,"
                        + " is_active, expires_at, created_at, updated_at"
                        + " from user_creds where deleted_at is null order by id"));
    }

    private List<String> values(String sql) {
        return identity.query(sql).stream()
                .map(Map::values)
                .map(row -> (String) row.iterator().next())
                .toList();
    }
}
